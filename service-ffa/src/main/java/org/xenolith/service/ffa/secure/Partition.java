// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.IndirectMessage;
import org.xenolith.api.ffa.PartitionHost;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.api.ffa.SharedMemory;
import org.xenolith.service.ffa.abi.MessageHeader;

/** A secure partition that is listed, and the service behind it while there is one. */
final class Partition implements PartitionHost {
    private static final ExecutionContext[] NOBODY = {};

    final PartitionDescription description;
    private final EmulatedSpmc spmc;
    private final AtomicBoolean mailboxFull = new AtomicBoolean();
    /** Notifications that virtual machines may set, and those that they have; guarded by itself. */
    private final Map<Integer, Long> bound = new TreeMap<>();

    private final Map<Integer, Long> waiting = new TreeMap<>();
    private boolean delivering;
    /** Requests that went with a service while their callers were away: virtual machine and context. */
    private final Set<Debt> debts = ConcurrentHashMap.newKeySet();

    private volatile @Nullable SecurePartition service;
    private volatile @Nullable Deliveries deliveries;
    private volatile ExecutionContext[] contexts = NOBODY;
    /** Tells, while there is no service, whether it will never come back. */
    private volatile BooleanSupplier lost = () -> false;

    private record Debt(int vm, int context) {}

    Partition(PartitionDescription description, EmulatedSpmc spmc) {
        this.description = description;
        this.spmc = spmc;
    }

    void connect(SecurePartition next, SpmcSettings settings) {
        ExecutionContext[] fresh = new ExecutionContext[description.contexts()];
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] = new ExecutionContext(id(), i, next, description.trusted(), settings);
        }
        mailboxFull.set(false);
        synchronized (bound) {
            delivering = false; // by the service before, which may never end
        }
        deliveries = new Deliveries(id());
        service = next;
        try {
            next.started(this);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            lost = () -> true; // until another takes its place
            throw e;
        }
        contexts = fresh;
    }

    void disconnect(BooleanSupplier isLost) {
        SecurePartition gone = service;
        ExecutionContext[] old = contexts;
        lost = isLost;
        contexts = NOBODY;
        service = null;
        for (int i = 0; i < old.length; i++) {
            int away = old[i].stop();
            if (away != 0) {
                debts.add(new Debt(away, i));
            }
        }
        Deliveries under = deliveries;
        deliveries = null;
        if (under != null) {
            under.end();
        }
        if (gone != null) {
            gone.stopped();
        }
    }

    boolean connected() {
        return service != null;
    }

    void dropOf(int vm) {
        for (ExecutionContext context : contexts) {
            context.dropOf(vm);
        }
        debts.removeIf(debt -> debt.vm() == vm);
        synchronized (bound) {
            bound.remove(vm);
            waiting.remove(vm);
        }
    }

    // ---- calls of virtual machines

    /** Lets an execution context that waits work on a request. */
    void request(SecureCall call) {
        ExecutionContext[] now = contexts;
        boolean failed = now.length > 0;
        for (ExecutionContext context : now) {
            if (context.claim()) {
                context.work(call);
                return;
            }
            failed &= context.state() == ExecutionContext.State.FAILED;
        }
        call.fail(failed || now.length == 0 && lost.getAsBoolean() ? FfaStatus.ABORTED : FfaStatus.BUSY);
    }

    void run(SecureCall call, int number) {
        ExecutionContext[] now = contexts;
        if (!debts.isEmpty() && debts.remove(new Debt(call.owner(), number))) {
            call.fail(FfaStatus.ABORTED);
        } else if (now.length == 0) {
            call.fail(lost.getAsBoolean() ? FfaStatus.ABORTED : FfaStatus.BUSY);
        } else if (number >= now.length) {
            call.fail(FfaStatus.INVALID_PARAMETERS);
        } else {
            now[number].resume(call);
        }
    }

    int indirect(IndirectMessage message) {
        SecurePartition there = service;
        if (there == null || !mailboxFull.compareAndSet(false, true)) {
            return FfaStatus.BUSY;
        }
        boolean taken = deliver(() -> {
            try {
                there.indirect(message);
            } finally {
                if (there == service) {
                    mailboxFull.set(false);
                }
            }
        });
        if (!taken) {
            mailboxFull.set(false);
        }
        return taken ? FfaStatus.OK : FfaStatus.BUSY;
    }

    /** Has the service called on its own thread; false if too much waits there already. */
    private boolean deliver(Runnable work) {
        Deliveries under = deliveries;
        return under != null && under.offer(() -> spmc.guarded(work));
    }

    /** A virtual machine sets notifications. */
    int notify(int vm, long bits) {
        synchronized (bound) {
            if ((bound.getOrDefault(vm, 0L) & bits) != bits) {
                return FfaStatus.DENIED;
            }
            waiting.merge(vm, bits, (a, b) -> a | b);
            if (delivering) {
                return FfaStatus.OK;
            }
            delivering = true;
        }
        SecurePartition there = service;
        if (there == null || !deliver(() -> deliverNotifications(there))) {
            synchronized (bound) {
                delivering = false; // what waits goes with the next
            }
        }
        return FfaStatus.OK;
    }

    private void deliverNotifications(SecurePartition there) {
        while (true) {
            Map<Integer, Long> batch;
            synchronized (bound) {
                if (there != service) {
                    return; // the next service has its own delivery
                }
                batch = new TreeMap<>(waiting);
                waiting.clear();
                if (batch.isEmpty()) {
                    delivering = false;
                    return;
                }
            }
            batch.forEach((vm, bits) -> spmc.guarded(() -> there.notified(vm, bits)));
        }
    }

    /** A virtual machine has shared memory; a service that is far behind is not told. */
    void shared(int vm, long handle) {
        SecurePartition there = service;
        if (there != null && !deliver(() -> there.memoryShared(vm, handle))) {
            spmc.complain("partition 0x" + Integer.toHexString(id()) + " is not told of region 0x"
                    + Long.toHexString(handle) + ": it has too much to hear of");
        }
    }

    // ---- the way back of the service

    @Override
    public int id() {
        return description.id();
    }

    @Override
    public int setNotifications(int vm, long bitmap, boolean delay) {
        return bitmap == 0 ? FfaStatus.INVALID_PARAMETERS : spmc.notifications().notifyGuest(id(), vm, bitmap, delay);
    }

    @Override
    public int bindNotifications(int vm, long bitmap) {
        if (bitmap == 0 || vm <= 0 || vm > 0x7FFF) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        synchronized (bound) {
            for (long others : bound.values()) {
                if ((others & bitmap) != 0) {
                    return FfaStatus.DENIED;
                }
            }
            bound.merge(vm, bitmap, (a, b) -> a | b);
            return FfaStatus.OK;
        }
    }

    @Override
    public int send(int vm, UUID protocol, byte[] payload) {
        if (payload.length == 0 || payload.length > MessageHeader.BUFFER - MessageHeader.SIZE) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        return spmc.notifications().messageGuest(id(), vm, protocol, payload);
    }

    @Override
    public SharedMemory retrieve(long handle) {
        return spmc.memory().retrieve(id(), handle);
    }
}
