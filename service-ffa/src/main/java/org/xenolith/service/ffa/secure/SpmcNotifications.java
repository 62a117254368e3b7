// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.PartitionInfo;

/** Notifications, both ways, and who is told that some wait [DEN0077A 16]. */
final class SpmcNotifications {
    private static final int SECURE = 0x8000;
    private static final int IDS_PER_ANSWER = 20;
    private static final long WORD = 0xFFFF_FFFFL;

    private final PartitionTable partitions;
    private final GuestTable guests;
    private final Queue<GuestSide> unreported = new ArrayDeque<>();
    private final AtomicBoolean delayed = new AtomicBoolean();
    private volatile Runnable scheduleReceiver = () -> {};

    SpmcNotifications(PartitionTable partitions, GuestTable guests) {
        this.partitions = partitions;
        this.guests = guests;
    }

    void onScheduleReceiver(Runnable handler) {
        scheduleReceiver = handler;
    }

    int createBitmap(int id, int vcpus) {
        GuestSide there = guests.known(id);
        return there == null ? FfaStatus.INVALID_PARAMETERS : there.createBitmap(vcpus);
    }

    int destroyBitmap(int id) {
        GuestSide there = guests.get(id);
        if (there == null) {
            return (id & SECURE) == 0 ? FfaStatus.DENIED : FfaStatus.INVALID_PARAMETERS;
        }
        return there.destroyBitmap();
    }

    /** A virtual machine is gone. */
    void drop(@Nullable GuestSide gone) {
        synchronized (unreported) {
            unreported.removeIf(waiting -> waiting == gone);
        }
    }

    private static long bitmap(SecureCall call) {
        return call.x[3] & WORD | call.x[4] << 32;
    }

    int bind(SecureCall call, int id, int sender, int receiver) {
        GuestSide there = guests.get(receiver);
        long bits = bitmap(call);
        boolean binding = id == FunctionId.NOTIFICATION_BIND;
        if (call.x[2] != 0 || (sender & SECURE) == 0 || sender == receiver || bits == 0) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        if (there == null || !there.hasBitmap()) {
            return FfaStatus.NOT_SUPPORTED;
        }
        if (binding && partitions.get(sender) == null) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        return binding ? there.bind(sender, bits) : there.unbind(sender, bits);
    }

    /** A virtual machine sets: no flags, no delay, vCPU 0. */
    int set(SecureCall call, int sender, int receiver) {
        Partition there = partitions.get(receiver);
        long bits = bitmap(call);
        if ((call.x[2] & WORD) != 0 || bits == 0 || there == null) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        return there.description.has(PartitionInfo.NOTIFICATIONS) ? there.notify(sender, bits) : FfaStatus.DENIED;
    }

    void get(SecureCall call) {
        int flags = (int) call.x[2];
        GuestSide there = guests.get((int) call.x[1] & 0xFFFF);
        if (there == null || (flags & ~5) != 0) {
            call.fail(FfaStatus.INVALID_PARAMETERS);
        } else {
            there.get(call, (int) call.x[1] >>> 16, (flags & 1) != 0, (flags & 4) != 0);
        }
    }

    int notifyGuest(int sender, int vm, long bits, boolean delay) {
        GuestSide there = guests.get(vm);
        if (there == null) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        int code = there.set(sender, bits);
        if (code == FfaStatus.OK) {
            waiting(there);
            if (delay) {
                delayed.set(true);
            } else {
                scheduleReceiver.run();
            }
        }
        return code;
    }

    int messageGuest(int sender, int vm, UUID protocol, byte[] payload) {
        GuestSide there = guests.get(vm);
        if (there == null) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        int code = there.deliver(sender, protocol, payload);
        if (code == FfaStatus.OK) {
            waiting(there);
            scheduleReceiver.run();
        }
        return code;
    }

    void tellDelayed() {
        if (delayed.get() && delayed.getAndSet(false)) {
            scheduleReceiver.run();
        }
    }

    private void waiting(GuestSide there) {
        synchronized (unreported) {
            if (!unreported.contains(there)) {
                unreported.add(there);
            }
        }
    }

    /** FFA_NOTIFICATION_INFO_GET: global notifications only, so each list is one endpoint [DEN0077A 17.7]. */
    void report(SecureCall call) {
        int count = 0;
        boolean more = false;
        int[] ids = new int[IDS_PER_ANSWER];
        synchronized (unreported) {
            while (count < ids.length && !unreported.isEmpty()) {
                GuestSide next = unreported.remove();
                if (next.report()) {
                    ids[count++] = next.id;
                }
            }
            more = !unreported.isEmpty();
        }
        if (count == 0) {
            call.fail(FfaStatus.NO_DATA);
            return;
        }
        call.begin(FunctionId.SUCCESS_64, 0, 0, 0);
        call.x[2] = (more ? 1 : 0) | (long) count << 7;
        for (int i = 0; i < count; i++) {
            call.x[3 + i / 4] |= (long) ids[i] << 16 * (i % 4);
        }
    }
}
