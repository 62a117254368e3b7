// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.PartitionInfo;
import org.xenolith.service.ffa.secure.SecureCall;
import org.xenolith.service.ffa.secure.SecureWorld;

/**
 * What the mediator has found in the secure world when it started. Immutable, but for the list of partitions, which the
 * roster has.
 */
final class Firmware {
    /** FFA_FEATURES of the schedule receiver interrupt. */
    private static final int SCHEDULE_RECEIVER = 2;

    private static final int[] ASKED = {
        FunctionId.VERSION,
        FunctionId.FEATURES,
        FunctionId.BITMAP_CREATE,
        FunctionId.BITMAP_DESTROY,
        FunctionId.PARTITION_INFO_GET,
        FunctionId.NOTIFICATION_INFO_GET_64,
        FunctionId.NOTIFICATION_GET,
        FunctionId.RX_ACQUIRE,
        FunctionId.RX_RELEASE,
        FunctionId.RXTX_MAP_64,
        FunctionId.RXTX_UNMAP,
        FunctionId.MEM_SHARE_64,
        FunctionId.MEM_RECLAIM,
        FunctionId.DIRECT_REQ,
        FunctionId.DIRECT_REQ_64,
        FunctionId.MSG_SEND2,
        FunctionId.DIRECT_REQ2,
        FunctionId.RUN
    };

    private final @Nullable SecureWorld world;
    private final BitSet supported;
    private final int version;
    private final boolean notifications;

    private Firmware(@Nullable SecureWorld world, int version, BitSet supported, boolean notifications) {
        this.world = world;
        this.version = version;
        this.supported = supported;
        this.notifications = notifications;
    }

    /** No firmware: nothing is supported. */
    static Firmware none() {
        return new Firmware(null, 0, new BitSet(), false);
    }

    /**
     * What a start has found.
     *
     * @param firmware none if it cannot be used
     * @param partitions its partitions
     */
    record Probe(Firmware firmware, PartitionList partitions) {}

    /** Asks a secure world what it has, and its list of partitions. */
    static Probe probe(SecureWorld world, Settings settings, Journal journal) {
        Probe nothing = new Probe(none(), PartitionList.EMPTY);
        SecureCall call = new SecureCall();
        world.call(call.begin(FunctionId.VERSION, FfaVersion.V1_2, 0, 0));
        int reported = (int) call.x[0];
        if (reported == FfaStatus.NOT_SUPPORTED || reported >>> 16 != 1 || (reported & 0xFFFF) < 1) {
            journal.error("the secure world has FF-A version 0x" + Integer.toHexString(reported) + ", needed: 1.1");
            return nothing;
        }
        int version = Math.min(FfaVersion.V1_2, reported);
        BitSet supported = features(world, call);
        if (ask(world, call.begin(FunctionId.RXTX_MAP_64, 0, 0, 1)) != FfaStatus.OK) {
            journal.error("the secure world does not take the hypervisor's buffers");
            return nothing;
        }
        Firmware found = new Firmware(world, version, supported, notifications(world, call, supported));
        PartitionList list = found.list(call, settings, journal);
        if (list == null) {
            ask(world, call.begin(FunctionId.RXTX_UNMAP, 0, 0, 0));
            return nothing;
        }
        return new Probe(found, list);
    }

    private static BitSet features(SecureWorld world, SecureCall call) {
        BitSet supported = new BitSet();
        for (int id : ASKED) {
            if (ask(world, call.begin(FunctionId.FEATURES, id & 0xFFFF_FFFFL, 0, 0)) == FfaStatus.OK) {
                supported.set(bit(id));
            }
        }
        if (supported.get(bit(FunctionId.MSG_SEND2))) {
            supported.set(bit(FunctionId.RX_ACQUIRE)); // firmware exists that has it without saying so
        }
        return supported;
    }

    private static boolean notifications(SecureWorld world, SecureCall call, BitSet supported) {
        return supported.get(bit(FunctionId.BITMAP_CREATE))
                && supported.get(bit(FunctionId.BITMAP_DESTROY))
                && supported.get(bit(FunctionId.NOTIFICATION_GET))
                && supported.get(bit(FunctionId.NOTIFICATION_INFO_GET_64))
                && ask(world, call.begin(FunctionId.FEATURES, SCHEDULE_RECEIVER, 0, 0)) == FfaStatus.OK;
    }

    /** Asks for the list of partitions; null if it cannot be used. */
    @Nullable
    PartitionList list(SecureCall call, Settings settings, Journal journal) {
        SecureWorld there = world;
        if (there == null || !has(FunctionId.PARTITION_INFO_GET) || !has(FunctionId.DIRECT_REQ)) {
            return null;
        }
        if (ask(there, call.begin(FunctionId.PARTITION_INFO_GET, 0, 0, 0)) != FfaStatus.OK) {
            return null;
        }
        long count = call.x[2] & 0xFFFF_FFFFL;
        long size = call.x[3] & 0xFFFF_FFFFL;
        byte[] page = call.page().clone();
        ask(there, call.begin(FunctionId.RX_RELEASE, 0, 0, 0));
        if (count > settings.limits().partitions()) {
            journal.error("the firmware lists " + count + " partition entries, allowed: "
                    + settings.limits().partitions() + "; it is not used");
            return null;
        }
        if (size < PartitionInfo.SIZE || size >= page.length || count > page.length / size) {
            journal.error("the firmware lists " + count + " partition entries of " + size + " bytes; it is not used");
            return null;
        }
        return read(page, (int) count, (int) size, journal);
    }

    private static PartitionList read(byte[] page, int count, int size, Journal journal) {
        List<PartitionInfo> entries = new ArrayList<>();
        boolean complained = false;
        for (int i = 0; i < count; i++) {
            PartitionInfo entry = PartitionInfo.of(page, i * size);
            if (EndpointId.isSecure(entry.id())) {
                entries.add(entry);
                continue;
            }
            if (!complained) {
                journal.error("the firmware lists partitions that are not secure; they are left out");
                complained = true;
            }
            journal.error("partition 0x" + Integer.toHexString(entry.id()) + " is left out");
        }
        return new PartitionList(entries);
    }

    private static int bit(int id) {
        return (id & 0xFFFF) << 1 | id >>> 30 & 1;
    }

    /** Tells whether there is firmware. */
    boolean exists() {
        return world != null;
    }

    /** Returns the version that the mediator and the firmware speak, 0 if there is none. */
    int version() {
        return version;
    }

    /** Tells whether the firmware has said that it has a function. */
    boolean has(int id) {
        return supported.get(bit(id));
    }

    /** Tells whether notifications are enabled. */
    boolean notifications() {
        return notifications;
    }

    /** Makes a call whose answer is registers. */
    void forward(SecureCall call) {
        if (world == null) {
            call.fail(FfaStatus.NOT_SUPPORTED);
        } else {
            world.call(call);
        }
    }

    /** Makes a call whose answer is a status. */
    int ask(SecureCall call) {
        return world == null ? FfaStatus.NOT_SUPPORTED : ask(world, call);
    }

    void gone(int vm) {
        if (world != null) {
            world.gone(vm);
        }
    }

    void abandon(long handle) {
        if (world != null) {
            world.abandon(handle);
        }
    }

    private static int ask(SecureWorld world, SecureCall call) {
        world.call(call);
        return status(call);
    }

    /** An error without a code, and what is neither success nor error, count as NOT_SUPPORTED. */
    private static int status(SecureCall call) {
        if (call.x[0] == (FunctionId.ERROR & 0xFFFF_FFFFL)) {
            int code = (int) call.x[2];
            return code == 0 ? FfaStatus.NOT_SUPPORTED : code;
        }
        boolean success =
                call.x[0] == (FunctionId.SUCCESS & 0xFFFF_FFFFL) || call.x[0] == (FunctionId.SUCCESS_64 & 0xFFFF_FFFFL);
        return success ? FfaStatus.OK : FfaStatus.NOT_SUPPORTED;
    }
}
