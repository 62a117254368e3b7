// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.kv;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.xenolith.api.ffa.DirectMessage;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.PartitionHost;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.api.ffa.SharedMemory;

/**
 * Keeps values under keys, for each virtual machine its own; keys and values are handed over in a region that the machine
 * shares with the partition.
 *
 * <p>A direct request of any kind: word 0 is an {@link Operation}, words 1 to 4 are its arguments, of which 32 bits
 * count. In the response word 0 is an FF-A status (32 bits), word 1 a result, word 2 a second one, and the others are 0.
 * Offsets count from the region's first byte. A value that finds no room gives NO_MEMORY and its length.
 *
 * <p>Threats: lengths are checked before anything is allocated, keys and values are copied once, what is kept is bounded
 * ({@link Config}), a machine reaches no other's keys, and all that it has left goes with it.
 */
@Component(
        configurationPid = "org.xenolith.partition.kv",
        property = {
            SecurePartition.ID + ":Integer=32770",
            SecurePartition.UUIDS + "=" + KeyValuePartition.PROTOCOL,
            SecurePartition.RECEIVES + "=direct",
            SecurePartition.RECEIVES + "=direct2",
            SecurePartition.VM_AVAILABILITY + "=destroyed"
        })
@Designate(ocd = KeyValuePartition.Config.class)
public final class KeyValuePartition implements SecurePartition {
    /** The protocol, unless the configuration names others. */
    static final String PROTOCOL = "4b1d3c52-90a6-4c1e-8d37-6f2e9b0a5c02";

    /** What can be configured. */
    @ObjectClassDefinition(name = "Key-value partition", description = "What is kept for each virtual machine.")
    public @interface Config {
        /** Number of keys. */
        @AttributeDefinition(description = "Keys that a virtual machine may have, at least 1.")
        int keys() default 1024;

        /** Longest key. */
        @AttributeDefinition(description = "Bytes of the longest key, at least 1.")
        int key_bytes() default 256;

        /** Longest value. */
        @AttributeDefinition(description = "Bytes of the longest value, at least 0.")
        int value_bytes() default 65_536;

        /** Bytes in all. */
        @AttributeDefinition(description = "Bytes of all keys and values of a virtual machine, at least 1.")
        int bytes() default 1_048_576;
    }

    private static final int WORDS = 5;
    private static final long WORD = 0xFFFF_FFFFL;

    private final Limits limits;
    /** By endpoint id; guarded by itself. */
    private final Map<Integer, Store> stores = new HashMap<>();

    private volatile @Nullable PartitionHost host;

    /** Creates the partition. */
    @Activate
    public KeyValuePartition(Config config) {
        this(new Limits(config.keys(), config.key_bytes(), config.value_bytes(), config.bytes()));
    }

    KeyValuePartition(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void started(PartitionHost way) {
        host = way;
    }

    @Override
    public void stopped() {
        host = null;
        synchronized (stores) {
            stores.values().forEach(Store::lost);
        }
    }

    @Override
    public void direct(DirectMessage message) {
        synchronized (stores) {
            Store store = stores.computeIfAbsent(message.sender(), vm -> new Store(limits));
            long first = 0;
            long second = 0;
            int status;
            try {
                status = perform(store, message);
                if (argument(message, 0) == Operation.GET && status >= 0) {
                    first = status;
                    status = status <= argument(message, 4) ? FfaStatus.OK : FfaStatus.NO_MEMORY;
                } else if (argument(message, 0) == Operation.COUNT) {
                    first = store.keys();
                    second = store.bytes();
                }
            } catch (IndexOutOfBoundsException e) {
                status = FfaStatus.INVALID_PARAMETERS;
            } catch (IllegalStateException e) {
                store.lost();
                status = FfaStatus.DENIED;
            }
            answer(message, status, first, second);
        }
    }

    private int perform(Store store, DirectMessage message) {
        long a = argument(message, 1);
        long b = argument(message, 2);
        long c = argument(message, 3);
        long d = argument(message, 4);
        return switch ((int) argument(message, 0)) {
            case Operation.ATTACH -> attach(store, message.sender(), a | b << Integer.SIZE);
            case Operation.DETACH -> store.detach();
            case Operation.PUT -> store.put(a, b, c, d);
            case Operation.GET -> store.get(a, b, c, d);
            case Operation.DELETE -> store.delete(a, b);
            case Operation.COUNT -> FfaStatus.OK;
            default -> FfaStatus.NOT_SUPPORTED;
        };
    }

    /** A region of another machine is refused, although the partition could retrieve it. */
    private int attach(Store store, int vm, long handle) {
        PartitionHost way = host;
        if (way == null) {
            return FfaStatus.DENIED;
        }
        try {
            SharedMemory memory = way.retrieve(handle);
            if (memory.owner() == vm) {
                return store.attach(memory);
            }
            if (!attached(memory)) {
                memory.relinquish();
            }
            return FfaStatus.INVALID_PARAMETERS;
        } catch (IllegalArgumentException e) {
            return FfaStatus.INVALID_PARAMETERS;
        }
    }

    private boolean attached(SharedMemory memory) {
        Store owner = stores.get(memory.owner());
        return owner != null && owner.has(memory.handle());
    }

    private static long argument(DirectMessage message, int index) {
        return message.word(index) & WORD;
    }

    private static void answer(DirectMessage message, int status, long first, long second) {
        for (int i = WORDS - 2; i < message.words(); i++) {
            message.setWord(i, 0);
        }
        message.setWord(0, status & WORD);
        message.setWord(1, first);
        message.setWord(2, second);
    }

    @Override
    public int vmDestroyed(int vm) {
        synchronized (stores) {
            Store store = stores.remove(vm);
            if (store != null) {
                int ignored = store.detach();
            }
            return FfaStatus.OK;
        }
    }
}
