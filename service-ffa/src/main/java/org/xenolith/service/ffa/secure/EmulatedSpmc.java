// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.BitSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.service.ffa.abi.FunctionId;

/**
 * A secure partition manager in Java, whose partitions are services.
 *
 * <p>Any thread. Virtual machines and partitions are found in arrays that changes replace; what belongs to a virtual
 * machine is guarded by its own {@link GuestSide}, and nothing is called while one is held.
 */
public final class EmulatedSpmc implements SecureWorld {
    private static final int SCHEDULE_RECEIVER_FEATURE = 2;
    private static final int SCHEDULE_RECEIVER_INTERRUPT = 8;
    private static final int SPMC_ID = 0x8000;
    private static final long WORD = 0xFFFF_FFFFL;

    private final SpmcSettings settings;
    private final Consumer<String> log;
    private final BitSet missing = new BitSet();
    private final PartitionTable partitions = new PartitionTable();
    private final GuestTable guests = new GuestTable();
    private final SpmcMemory memory = new SpmcMemory();
    private final SpmcNotifications notifications = new SpmcNotifications(partitions, guests);
    private final SpmcMessages messages = new SpmcMessages(partitions, guests, notifications);
    private final SpmcDiscovery discovery;
    private final SpmcBuffers buffers;

    /**
     * Creates a manager without partitions.
     *
     * @param log told of what partitions do wrong
     */
    public EmulatedSpmc(SpmcSettings settings, Consumer<String> log) {
        this.settings = settings;
        this.log = log;
        settings.missing().forEach(id -> missing.set(bit(id)));
        discovery = new SpmcDiscovery(settings.version(), partitions);
        buffers = new SpmcBuffers(guests, discovery);
    }

    private static int bit(int id) {
        return (id & 0xFFFF) << 1 | id >>> 30 & 1;
    }

    // ---- partitions

    /**
     * Lists a partition.
     *
     * @return its endpoint id
     * @throws IllegalArgumentException if its id is taken, or no id is left
     */
    public int add(PartitionDescription described) {
        return partitions.add(described, this);
    }

    /** Takes a partition off the list. */
    public void remove(int id) {
        disconnect(id, () -> true);
        partitions.remove(id);
    }

    /** Puts a service behind a listed partition. */
    public void connect(int id, SecurePartition service) {
        Partition there = partitions.get(id);
        if (there != null) {
            guarded(() -> there.connect(service, settings));
        }
    }

    /**
     * Takes the service away; requests under way end with ABORTED, and what it had retrieved is given up.
     *
     * @param lost tells later whether it will never come back
     */
    public void disconnect(int id, BooleanSupplier lost) {
        Partition there = partitions.get(id);
        if (there != null && there.connected()) {
            guarded(() -> there.disconnect(lost));
            memory.revokeOf(id);
        }
    }

    /** Returns the id of the listed partition whose first UUID is this; 0 if there is none. */
    public int find(UUID first) {
        return partitions.find(first);
    }

    /** Tells whether a partition is listed, and has a service. */
    public boolean connected(int id) {
        Partition there = partitions.get(id);
        return there != null && there.connected();
    }

    /** Tells whether a partition is listed. */
    public boolean lists(int id) {
        return partitions.get(id) != null;
    }

    /** Returns how many regions of memory are shared. */
    public int regions() {
        return memory.count();
    }

    /** Returns how many virtual machines are known. */
    public int guests() {
        return guests.count();
    }

    @Nullable
    Partition partition(int id) {
        return partitions.get(id);
    }

    SpmcMemory memory() {
        return memory;
    }

    SpmcNotifications notifications() {
        return notifications;
    }

    /** Writes down what a partition does wrong. */
    void complain(String line) {
        log.accept(line);
    }

    /** Calls a partition; what it throws is written down. */
    void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            log.accept("a secure partition failed: " + e);
        }
    }

    // ---- for the mediator

    @Override
    public void onScheduleReceiver(Runnable handler) {
        notifications.onScheduleReceiver(handler);
    }

    @Override
    public void abandon(long handle) {
        memory.abandon(handle);
    }

    @Override
    public void gone(int vm) {
        notifications.drop(guests.remove(vm));
        partitions.forEach(p -> p.dropOf(vm));
    }

    @Override
    public void call(SecureCall call) {
        int id = call.id();
        if (missing.get(bit(id))) {
            call.fail(FfaStatus.NOT_SUPPORTED);
            return;
        }
        switch (id) {
            case FunctionId.DIRECT_REQ, FunctionId.DIRECT_REQ_64 -> messages.direct(call);
            case FunctionId.DIRECT_REQ2 -> messages.direct2(call);
            case FunctionId.RUN -> messages.run(call);
            case FunctionId.VERSION -> call.version(settings.version());
            case FunctionId.FEATURES -> features(call);
            case FunctionId.PARTITION_INFO_GET -> discovery.list(call);
            case FunctionId.PARTITION_INFO_GET_REGS -> discovery.listInRegisters(call);
            case FunctionId.SPM_ID_GET -> call.succeed(SPMC_ID, 0);
            case FunctionId.MEM_SHARE_64 -> memory.share(call, this);
            case FunctionId.NOTIFICATION_GET -> notifications.get(call);
            case FunctionId.NOTIFICATION_INFO_GET_64 -> notifications.report(call);
            default -> status(call, plain(call, id));
        }
    }

    private static void status(SecureCall call, int code) {
        if (code == FfaStatus.OK) {
            call.succeed(0, 0);
        } else {
            call.fail(code);
        }
    }

    private int plain(SecureCall call, int id) {
        int upper = (int) call.x[1] >>> 16;
        int lower = (int) call.x[1] & 0xFFFF;
        return switch (id) {
            case FunctionId.RXTX_MAP_64 -> buffers.map(call);
            case FunctionId.RXTX_UNMAP -> buffers.unmap(upper);
            case FunctionId.RX_RELEASE -> buffers.release(lower);
            case FunctionId.RX_ACQUIRE -> buffers.acquire(lower);
            case FunctionId.MSG_SEND2 -> messages.indirect(call);
            case FunctionId.MEM_RECLAIM -> memory.reclaim(call.x[1] & WORD | call.x[2] << 32);
            case FunctionId.BITMAP_CREATE -> notifications.createBitmap((int) call.x[1], (int) call.x[2]);
            case FunctionId.BITMAP_DESTROY -> notifications.destroyBitmap((int) call.x[1]);
            case FunctionId.NOTIFICATION_BIND, FunctionId.NOTIFICATION_UNBIND ->
                notifications.bind(call, id, upper, lower);
            case FunctionId.NOTIFICATION_SET -> notifications.set(call, upper, lower);
            default -> FfaStatus.NOT_SUPPORTED;
        };
    }

    private void features(SecureCall call) {
        int what = (int) call.x[1];
        if (what == SCHEDULE_RECEIVER_FEATURE) {
            call.succeed(SCHEDULE_RECEIVER_INTERRUPT, 0);
            return;
        }
        boolean known =
                switch (what) {
                    case FunctionId.VERSION,
                            FunctionId.FEATURES,
                            FunctionId.BITMAP_CREATE,
                            FunctionId.BITMAP_DESTROY,
                            FunctionId.PARTITION_INFO_GET,
                            FunctionId.PARTITION_INFO_GET_REGS,
                            FunctionId.NOTIFICATION_BIND,
                            FunctionId.NOTIFICATION_UNBIND,
                            FunctionId.NOTIFICATION_SET,
                            FunctionId.NOTIFICATION_GET,
                            FunctionId.NOTIFICATION_INFO_GET_64,
                            FunctionId.RX_ACQUIRE,
                            FunctionId.RX_RELEASE,
                            FunctionId.RXTX_MAP_64,
                            FunctionId.RXTX_UNMAP,
                            FunctionId.MEM_SHARE_64,
                            FunctionId.MEM_RECLAIM,
                            FunctionId.DIRECT_REQ,
                            FunctionId.DIRECT_REQ_64,
                            FunctionId.DIRECT_REQ2,
                            FunctionId.MSG_SEND2,
                            FunctionId.SPM_ID_GET,
                            FunctionId.RUN -> true;
                    default -> false;
                };
        status(call, known && !missing.get(bit(what)) ? FfaStatus.OK : FfaStatus.NOT_SUPPORTED);
    }
}
