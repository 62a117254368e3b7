// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.IndirectMessage;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.MessageHeader;
import org.xenolith.service.ffa.abi.PartitionInfo;

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
    private static final int SECURE = 0x8000;
    private static final int IDS_PER_ANSWER = 20;
    private static final int WINDOW_WORDS = 15;
    private static final long WORD = 0xFFFF_FFFFL;

    private final SpmcSettings settings;
    private final Consumer<String> log;
    private final SpmcMemory memory = new SpmcMemory();
    private final Object changing = new Object();
    /** By endpoint id minus 0x8000. */
    private volatile @Nullable Partition[] partitions = new Partition[0];
    /** By endpoint id. */
    private volatile @Nullable GuestSide[] guests = new GuestSide[0];

    private final Queue<GuestSide> unreported = new ArrayDeque<>();
    private final AtomicBoolean hypervisorFull = new AtomicBoolean();
    private final AtomicBoolean hypervisorMapped = new AtomicBoolean();
    private final AtomicBoolean delayed = new AtomicBoolean();
    private volatile Runnable scheduleReceiver = () -> {};

    /**
     * Creates a manager without partitions.
     *
     * @param log told of what partitions do wrong
     */
    public EmulatedSpmc(SpmcSettings settings, Consumer<String> log) {
        this.settings = settings;
        this.log = log;
    }

    // ---- partitions

    /**
     * Lists a partition.
     *
     * @return its endpoint id
     * @throws IllegalArgumentException if its id or one of its UUIDs is taken, or no id is left
     */
    public int add(PartitionDescription described) {
        synchronized (changing) {
            int id = described.id() == 0 ? freeId() : described.id();
            if (partition(id) != null) {
                throw new IllegalArgumentException("partition id 0x" + Integer.toHexString(id) + " is taken");
            }
            int index = id - SECURE;
            @Nullable Partition[] next = Arrays.copyOf(partitions, Math.max(partitions.length, index + 1));
            next[index] = new Partition(described.withId(id), this);
            partitions = next;
            return id;
        }
    }

    private int freeId() {
        for (int id = PartitionDescription.FIRST_ID; id <= PartitionDescription.LAST_ID; id++) {
            if (partition(id) == null) {
                return id;
            }
        }
        throw new IllegalArgumentException("no partition id is free");
    }

    /** Takes a partition off the list. */
    public void remove(int id) {
        synchronized (changing) {
            disconnect(id, () -> true);
            @Nullable Partition[] next = partitions.clone();
            if (partition(id) != null) {
                next[id - SECURE] = null;
            }
            partitions = next;
        }
    }

    /** Puts a service behind a listed partition. */
    public void connect(int id, SecurePartition service) {
        Partition there = partition(id);
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
        Partition there = partition(id);
        if (there != null && there.connected()) {
            guarded(() -> there.disconnect(lost));
            memory.revokeOf(id);
        }
    }

    /** Returns the id of the listed partition whose first UUID is this; 0 if there is none. */
    public int find(UUID first) {
        for (Partition p : partitions) {
            if (p != null && p.description.uuids().getFirst().equals(first)) {
                return p.id();
            }
        }
        return 0;
    }

    /** Tells whether a partition is listed, and has a service. */
    public boolean connected(int id) {
        Partition there = partition(id);
        return there != null && there.connected();
    }

    /** Tells whether a partition is listed. */
    public boolean lists(int id) {
        return partition(id) != null;
    }

    /** Returns how many regions of memory are shared. */
    public int regions() {
        return memory.count();
    }

    /** Returns how many virtual machines are known. */
    public int guests() {
        int count = 0;
        for (GuestSide g : guests) {
            count += g == null ? 0 : 1;
        }
        return count;
    }

    @Nullable
    Partition partition(int id) {
        @Nullable Partition[] now = partitions;
        int index = id - SECURE;
        return index > 0 && index < now.length ? now[index] : null;
    }

    SpmcMemory memory() {
        return memory;
    }

    private @Nullable GuestSide guest(int id) {
        @Nullable GuestSide[] now = guests;
        return id > 0 && id < now.length ? now[id] : null;
    }

    private @Nullable GuestSide known(int id) {
        if (id <= 0 || id >= SECURE) {
            return null;
        }
        synchronized (changing) {
            GuestSide there = guest(id);
            if (there == null) {
                there = new GuestSide(id);
                @Nullable GuestSide[] next = Arrays.copyOf(guests, Math.max(guests.length, id + 1));
                next[id] = there;
                guests = next;
            }
            return there;
        }
    }

    /** Does something for a partition on a thread of its own. */
    void deliver(Runnable work) {
        Thread.ofVirtual().name("xenolith-sp-delivery").start(() -> guarded(work));
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
        scheduleReceiver = handler;
    }

    @Override
    public void abandon(long handle) {
        memory.abandon(handle);
    }

    @Override
    public void gone(int vm) {
        synchronized (changing) {
            GuestSide there = guest(vm);
            if (there != null) {
                @Nullable GuestSide[] next = guests.clone();
                next[vm] = null;
                guests = next;
                synchronized (unreported) {
                    unreported.remove(there);
                }
            }
        }
        for (Partition p : partitions) {
            if (p != null) {
                p.dropOf(vm);
            }
        }
    }

    @Override
    public void call(SecureCall call) {
        int id = call.id();
        if (settings.missing().contains(id)) {
            call.fail(FfaStatus.NOT_SUPPORTED);
            return;
        }
        switch (id) {
            case FunctionId.DIRECT_REQ, FunctionId.DIRECT_REQ_64 -> direct(call);
            case FunctionId.DIRECT_REQ2 -> direct2(call);
            case FunctionId.RUN -> run(call);
            case FunctionId.VERSION -> call.begin(settings.version(), 0, 0, 0);
            case FunctionId.FEATURES -> features(call);
            case FunctionId.PARTITION_INFO_GET -> list(call);
            case FunctionId.PARTITION_INFO_GET_REGS -> listInRegisters(call);
            case FunctionId.SPM_ID_GET -> call.succeed(SPMC_ID, 0);
            case FunctionId.MSG_SEND2 -> status(call, indirect(call));
            case FunctionId.MEM_SHARE_64 -> memory.share(call, this);
            case FunctionId.MEM_RECLAIM -> status(call, memory.reclaim(call.x[1] & WORD | call.x[2] << 32));
            case FunctionId.NOTIFICATION_GET -> getNotifications(call);
            case FunctionId.NOTIFICATION_INFO_GET_64 -> reportReceivers(call);
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
            case FunctionId.RXTX_MAP_64 -> map(call);
            case FunctionId.RXTX_UNMAP -> unmap(upper);
            case FunctionId.RX_RELEASE -> release(lower);
            case FunctionId.RX_ACQUIRE -> {
                GuestSide there = guest(lower);
                yield there == null ? FfaStatus.INVALID_PARAMETERS : there.acquire();
            }
            case FunctionId.BITMAP_CREATE -> {
                GuestSide there = known((int) call.x[1]);
                yield there == null ? FfaStatus.INVALID_PARAMETERS : there.createBitmap((int) call.x[2]);
            }
            case FunctionId.BITMAP_DESTROY -> {
                GuestSide there = guest((int) call.x[1]);
                boolean valid = (call.x[1] & SECURE) == 0;
                yield there == null ? valid ? FfaStatus.DENIED : FfaStatus.INVALID_PARAMETERS : there.destroyBitmap();
            }
            case FunctionId.NOTIFICATION_BIND, FunctionId.NOTIFICATION_UNBIND -> bind(call, id, upper, lower);
            case FunctionId.NOTIFICATION_SET -> set(call, upper, lower);
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
        status(call, known && !settings.missing().contains(what) ? FfaStatus.OK : FfaStatus.NOT_SUPPORTED);
    }

    // ---- discovery

    private List<PartitionInfo> entries(long low, long high) {
        List<PartitionInfo> found = new ArrayList<>();
        for (Partition p : partitions) {
            if (p != null) {
                p.description.entries().stream()
                        .filter(e -> e.matches(low, high))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private int entrySize() {
        return FfaVersion.atLeast(settings.version(), FfaVersion.V1_3) ? PartitionInfo.SIZE_1_3 : PartitionInfo.SIZE;
    }

    private void list(SecureCall call) {
        long low = call.x[1] & WORD | call.x[2] << 32;
        long high = call.x[3] & WORD | call.x[4] << 32;
        boolean nil = (low | high) == 0;
        List<PartitionInfo> found = entries(low, high);
        int size = entrySize();
        byte[] page = call.page();
        if (call.x[5] != 0 && call.x[5] != 1 || !nil && found.isEmpty()) {
            call.fail(FfaStatus.INVALID_PARAMETERS);
        } else if (call.x[5] == 1) {
            call.succeed(found.size(), 0);
        } else if (found.size() > page.length / size) {
            call.fail(FfaStatus.NO_MEMORY);
        } else if (!hypervisorFull.compareAndSet(false, true)) {
            call.fail(FfaStatus.BUSY);
        } else {
            for (int i = 0; i < found.size(); i++) {
                found.get(i).write(page, i * size, size, nil);
            }
            call.succeed(found.size(), size);
        }
    }

    private void listInRegisters(SecureCall call) {
        long low = call.x[1];
        long high = call.x[2];
        int start = (int) call.x[3] & 0xFFFF;
        List<PartitionInfo> found = entries(low, high);
        int words = entrySize() / Long.BYTES;
        if ((call.x[3] >>> 16 & 0xFFFF) != 0) {
            call.fail(FfaStatus.RETRY);
        } else if (entries(0, 0).isEmpty()) {
            call.fail(FfaStatus.NOT_SUPPORTED);
        } else if (start >= found.size()) {
            call.fail(FfaStatus.INVALID_PARAMETERS);
        } else {
            int count = Math.min(found.size() - start, WINDOW_WORDS / words);
            call.begin(FunctionId.SUCCESS_64, 0, 0, 0);
            call.x[2] = found.size() - 1 | (long) (start + count - 1) << 16 | (long) entrySize() << 48;
            byte[] entry = new byte[entrySize()];
            for (int i = 0; i < count; i++) {
                found.get(start + i).write(entry, 0, entry.length, (low | high) == 0);
                for (int w = 0; w < words; w++) {
                    call.x[3 + i * words + w] = Bytes.get64(entry, w * Long.BYTES);
                }
            }
        }
    }

    // ---- messages

    private void direct(SecureCall call) {
        int w2 = (int) call.x[2];
        Partition receiver = receiver(call);
        int code = FfaStatus.OK;
        if (receiver == null || w2 >= 0 && (w2 != 0 || sender(call) == 0)) {
            code = FfaStatus.INVALID_PARAMETERS;
        } else if (w2 < 0) {
            boolean created = w2 == DirectRequest.VM_CREATED && receiver.description.has(PartitionInfo.VM_CREATED);
            boolean destroyed =
                    w2 == DirectRequest.VM_DESTROYED && receiver.description.has(PartitionInfo.VM_DESTROYED);
            code = sender(call) == 0 && (created || destroyed) ? FfaStatus.OK : FfaStatus.INVALID_PARAMETERS;
        } else if (!receiver.description.has(PartitionInfo.DIRECT)) {
            code = FfaStatus.DENIED;
        }
        finish(call, receiver, code);
    }

    private void direct2(SecureCall call) {
        Partition receiver = receiver(call);
        int code = FfaStatus.OK;
        if (receiver == null || !receiver.description.speaks(call.x[2], call.x[3])) {
            code = FfaStatus.INVALID_PARAMETERS;
        } else if (!receiver.description.has(PartitionInfo.DIRECT2)
                || !FfaVersion.atLeast(receiver.description.version(), FfaVersion.V1_2)) {
            code = FfaStatus.DENIED;
        }
        finish(call, receiver, code);
    }

    private void finish(SecureCall call, @Nullable Partition receiver, int code) {
        if (receiver == null || code != FfaStatus.OK) {
            call.fail(code);
        } else {
            receiver.request(call);
            tellDelayed();
        }
    }

    private static int sender(SecureCall call) {
        return (int) call.x[1] >>> 16;
    }

    private @Nullable Partition receiver(SecureCall call) {
        return (sender(call) & SECURE) != 0 ? null : partition((int) call.x[1] & 0xFFFF);
    }

    private void run(SecureCall call) {
        Partition target = partition((int) call.x[1] >>> 16);
        if (target == null) {
            call.fail(FfaStatus.INVALID_PARAMETERS);
        } else {
            target.run(call, (int) call.x[1] & 0xFFFF);
            tellDelayed();
        }
    }

    private int indirect(SecureCall call) {
        GuestSide sender = guest(sender(call));
        byte[] copy = new byte[MessageHeader.SIZE];
        if (sender == null || !sender.sent(copy, 0, copy.length)) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        MessageHeader first = MessageHeader.of(copy, FfaVersion.V1_1);
        boolean named = Integer.compareUnsigned(first.offset(), MessageHeader.SIZE) >= 0;
        MessageHeader header = named ? MessageHeader.of(copy, FfaVersion.V1_2) : first;
        Partition receiver = partition(header.receiver());
        if (header.sender() != sender.id || receiver == null || !header.fits(FfaVersion.V1_1)) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        if (!receiver.description.has(PartitionInfo.INDIRECT)) {
            return FfaStatus.DENIED;
        }
        byte[] payload = new byte[header.size()];
        if (!sender.sent(payload, header.offset(), payload.length)) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        return receiver.indirect(
                new IndirectMessage(sender.id, Bytes.uuid(header.uuidLow(), header.uuidHigh()), payload));
    }

    int messageGuest(int sender, int vm, UUID protocol, byte[] payload) {
        GuestSide there = guest(vm);
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

    // ---- buffers

    private int map(SecureCall call) {
        if (call.x[3] != 0) {
            return hypervisorMapped.compareAndSet(false, true) ? FfaStatus.OK : FfaStatus.DENIED;
        }
        byte[] page = call.page();
        int rx = Bytes.get32(page, 4);
        int tx = Bytes.get32(page, 8);
        GuestSide there = known(Bytes.get16(page, 0));
        if (there == null
                || (rx | tx) % Long.BYTES != 0
                || call.frames().size() != 2
                || call.frames().get(0).address() == call.frames().get(1).address()) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        return there.map(call.frames().get(0), call.frames().get(1));
    }

    private int unmap(int id) {
        if (id == 0) {
            return hypervisorMapped.compareAndSet(true, false) ? FfaStatus.OK : FfaStatus.INVALID_PARAMETERS;
        }
        GuestSide there = guest(id);
        return there == null ? FfaStatus.INVALID_PARAMETERS : there.unmap();
    }

    private int release(int id) {
        if (id == 0) {
            return hypervisorFull.compareAndSet(true, false) ? FfaStatus.OK : FfaStatus.DENIED;
        }
        GuestSide there = guest(id);
        return there == null ? FfaStatus.INVALID_PARAMETERS : there.release();
    }

    // ---- notifications

    private static long bitmap(SecureCall call) {
        return call.x[3] & WORD | call.x[4] << 32;
    }

    private int bind(SecureCall call, int id, int sender, int receiver) {
        GuestSide there = guest(receiver);
        long bits = bitmap(call);
        boolean binding = id == FunctionId.NOTIFICATION_BIND;
        if (call.x[2] != 0 || (sender & SECURE) == 0 || sender == receiver || bits == 0) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        if (there == null || !there.hasBitmap()) {
            return FfaStatus.NOT_SUPPORTED;
        }
        if (binding && partition(sender) == null) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        return binding ? there.bind(sender, bits) : there.unbind(sender, bits);
    }

    /** A virtual machine sets: no flags, no delay, vCPU 0. */
    private int set(SecureCall call, int sender, int receiver) {
        Partition there = partition(receiver);
        long bits = bitmap(call);
        if ((call.x[2] & WORD) != 0 || bits == 0 || there == null) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        return there.description.has(PartitionInfo.NOTIFICATIONS) ? there.notify(sender, bits) : FfaStatus.DENIED;
    }

    private void getNotifications(SecureCall call) {
        int flags = (int) call.x[2];
        GuestSide there = guest((int) call.x[1] & 0xFFFF);
        if (there == null || (flags & ~5) != 0) {
            call.fail(FfaStatus.INVALID_PARAMETERS);
        } else {
            there.get(call, (int) call.x[1] >>> 16, (flags & 1) != 0, (flags & 4) != 0);
        }
    }

    int notifyGuest(int sender, int vm, long bits, boolean delay) {
        GuestSide there = guest(vm);
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

    private void tellDelayed() {
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
    private void reportReceivers(SecureCall call) {
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
