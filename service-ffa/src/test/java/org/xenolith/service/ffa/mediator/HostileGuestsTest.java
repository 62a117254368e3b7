// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.FunctionName;
import org.xenolith.service.ffa.secure.SecureCall;
import org.xenolith.service.ffa.secure.SecureWorld;

/**
 * Random calls of several vCPUs at once, with buffers that change while they are read: no exception, bounded work,
 * nothing of a virtual machine that the access list hides, and nothing left in the end.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class HostileGuestsTest {
    private static final int CALLS = 1_000_000;
    private static final int THREADS = 4;
    /** Calls into the secure world that one call may make. */
    private static final int WORLD_CALLS = 3;
    /** Pages that one call may look up: those of a region. */
    private static final int PINS = 256;
    /** Copies out of guest memory that one call may make. */
    private static final int READS = 3;

    private static final long[] EDGES = {
        0,
        1,
        2,
        3,
        4,
        5,
        0xF,
        0x10,
        0x14,
        0x27,
        0x28,
        0x30,
        0x60,
        0x70,
        0xFF,
        0x100,
        0xFFF,
        0x1000,
        0x1001,
        0x8001,
        0xFFFB,
        0xFFFC,
        0xFFFF,
        0x1_0000,
        0x1_0001,
        0x1_0002,
        0x2_8001L,
        0x1_8001L,
        0x8001_0001L,
        0x8001_0002L,
        0x8000_0000L,
        0x8000_0004L,
        0xFFFF_FFFFL,
        0x1_0000_0000L,
        FakeMachine.TX,
        FakeMachine.RX,
        FakeMachine.RX + 8,
        FakeMachine.END - 4096,
        FakeMachine.END,
        0xFFFF_FFFF_FFFF_F000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1
    };

    /** What must have gone well now and then, or the calls are too wild to find anything. */
    private static final List<String> SOMETIMES = List.of(
            "FFA_RXTX_MAP_64",
            "FFA_RXTX_UNMAP",
            "FFA_RX_RELEASE",
            "FFA_PARTITION_INFO_GET",
            "FFA_PARTITION_INFO_GET_REGS_64",
            "FFA_MSG_SEND2",
            "FFA_MSG_SEND_DIRECT_REQ",
            "FFA_MSG_SEND_DIRECT_REQ2_64",
            "FFA_MEM_SHARE_64",
            "FFA_MEM_RECLAIM",
            "FFA_NOTIFICATION_BIND",
            "FFA_NOTIFICATION_UNBIND",
            "FFA_NOTIFICATION_GET",
            "FFA_NOTIFICATION_INFO_GET");

    /** What the call of this thread has made the host do. */
    private static final ThreadLocal<int[]> WORK = ThreadLocal.withInitial(() -> new int[3]);

    private record Counting(SecureWorld inner) implements SecureWorld {
        @Override
        public void call(SecureCall call) {
            WORK.get()[0]++;
            inner.call(call);
        }

        @Override
        public void onScheduleReceiver(Runnable handler) {
            inner.onScheduleReceiver(handler);
        }

        @Override
        public void gone(int vm) {
            inner.gone(vm);
        }

        @Override
        public void abandon(long handle) {
            inner.abandon(handle);
        }
    }

    private static final class Changing extends FakeMachine {
        Changing(int domain) {
            super(domain, THREADS, true);
        }

        @Override
        public Optional<PinnedFrame> pin(long address) {
            WORK.get()[1]++;
            return super.pin(address);
        }

        @Override
        void beforeRead(long address, int offset, int length) {
            WORK.get()[2]++;
        }

        @Override
        public void signal(int vcpu, int interrupt) {}
    }

    private final Mediator mediator;
    private final FfaBench bench = new FfaBench(Profile.FIXED, true);
    private final List<Changing> machines = new ArrayList<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private final Set<String> succeeded = ConcurrentHashMap.newKeySet();

    HostileGuestsTest() {
        bench.start();
        mediator = bench.mediator;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void doNoHarm(Profile profile) throws Exception {
        Mediator hostile = new Mediator(
                new Settings(profile, false, new Limits(63, 256, 32, 0, 1_000_000_000L, 0), Extensions.NONE),
                true,
                AccessList.of("A <-> B", "C -> A"),
                bench.clock,
                Journal.NONE);
        // The counting world must not have the bench's mediator's buffers.
        bench.spmc.call(new SecureCall().begin(FunctionId.RXTX_UNMAP, 0, 0, 0));
        assertTrue(hostile.start(new Counting(bench.spmc)));
        for (int i = 0; i < 4; i++) {
            Changing vm = new Changing(i);
            machines.add(vm);
            endpoints.add(hostile.create(vm));
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS + 2);
        AtomicBoolean over = new AtomicBoolean();
        try {
            List<Future<?>> disturbing =
                    List.of(threads.submit(() -> turnWhile(hostile, over)), threads.submit(() -> scribbleWhile(over)));
            List<Future<?>> calling = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int vcpu = t;
                calling.add(threads.submit(() -> callAround(hostile, vcpu)));
            }
            for (Future<?> f : calling) {
                f.get();
            }
            over.set(true);
            for (Future<?> f : disturbing) {
                f.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(CALLS / THREADS * THREADS, answered.get());
        assertTrue(succeeded.containsAll(SOMETIMES), succeeded::toString);
        leavesNothing(hostile);
    }

    private void turnWhile(Mediator hostile, AtomicBoolean over) {
        boolean on = false;
        while (!over.get()) {
            hostile.turn(on, true);
            on = !on;
            for (TestPartition p : bench.partitions.values()) {
                p.host.setNotifications(1, 1, true);
                p.host.send(2, FfaBench.U1, new byte[] {1});
            }
            LockSupport.parkNanos(200_000);
        }
    }

    /** Writes plausible and other headers into transmit buffers, while they are read. */
    private void scribbleWhile(AtomicBoolean over) {
        SplittableRandom random = new SplittableRandom(5);
        byte[] good = FfaWorlds.descriptor("1.2");
        while (!over.get()) {
            int who = random.nextInt(4);
            byte[] page = machines.get(who).page(FakeMachine.TX);
            if (random.nextBoolean()) {
                System.arraycopy(good, 0, page, 0, good.length);
                Bytes.put16(page, 0, who + 1);
            } else {
                Bytes.put32(page, 8, 40);
                Bytes.put16(page, 12, random.nextInt(4) == 0 ? random.nextInt(6) : 1);
                Bytes.put16(page, 14, who + 1);
                Bytes.put32(page, 16, 1 + random.nextInt(4096));
            }
            if (random.nextInt(4) == 0) {
                Bytes.put32(page, random.nextInt(40) * 4, (int) EDGES[random.nextInt(EDGES.length)]);
            }
            Bytes.put32(page, 256 + random.nextInt(960) * 4, random.nextInt());
        }
    }

    private static int id(SplittableRandom random) {
        int number = FunctionId.FIRST_NUMBER + random.nextInt(FunctionId.LAST_NUMBER - FunctionId.FIRST_NUMBER + 2);
        return switch (random.nextInt(20)) {
            case 0 -> random.nextInt();
            case 1 -> 0x8400_0000 | random.nextInt(0x10000);
            case 2 -> 0xB200_0000 | random.nextInt(0x10000);
            default -> (random.nextBoolean() ? 0x8400_0000 : 0xC400_0000) | number;
        };
    }

    private void callAround(Mediator hostile, int vcpu) {
        SplittableRandom random = new SplittableRandom(vcpu);
        Registers r = new Registers();
        for (int n = 0; n < CALLS / THREADS; n++) {
            int who = random.nextInt(4);
            int id = n < 8 ? FunctionId.VERSION : id(random);
            r.x[0] = id & 0xFFFF_FFFFL;
            for (int i = 1; i < r.x.length; i++) {
                r.x[i] = random.nextInt(8) == 0 ? random.nextLong() : EDGES[random.nextInt(EDGES.length)];
            }
            if (random.nextInt(4) == 0) {
                plausible(r, who, id);
            }
            long[] before = r.x.clone();
            int[] work = WORK.get();
            java.util.Arrays.fill(work, 0);
            boolean known = hostile.call(endpoints.get(who), vcpu, r);
            answered.incrementAndGet();
            assertTrue(
                    work[0] <= WORLD_CALLS && work[1] <= PINS && work[2] <= READS,
                    () -> FunctionName.of(id) + " took " + work[0] + " calls, " + work[1] + " pages, " + work[2]
                            + " copies");
            if (known && (int) r.x[0] != FunctionId.ERROR) {
                succeeded.add(FunctionName.of(id));
                sawNothingHidden(who, before, r.x);
            } else if (!known) {
                org.junit.jupiter.api.Assertions.assertArrayEquals(before, r.x);
            }
        }
    }

    private static void plausible(Registers r, int who, int id) {
        int self = who + 1;
        r.x[1] = switch (id) {
            case FunctionId.RXTX_MAP, FunctionId.RXTX_MAP_64 -> FakeMachine.TX;
            case FunctionId.MEM_SHARE, FunctionId.MEM_SHARE_64 -> 0x70;
            case FunctionId.NOTIFICATION_BIND, FunctionId.NOTIFICATION_UNBIND -> 0x8001_0000L | self;
            case FunctionId.NOTIFICATION_GET -> self;
            case FunctionId.MEM_RECLAIM -> r.x[1] & 0x3F;
            case FunctionId.PARTITION_INFO_GET, FunctionId.PARTITION_INFO_GET_REGS -> 0;
            case FunctionId.RUN -> 0x8001_0000L;
            default -> (long) self << 16 | 0x8001;
        };
        long bit = 1L << (r.x[6] & 3);
        r.x[2] = switch (id) {
            case FunctionId.MEM_SHARE, FunctionId.MEM_SHARE_64 -> 0x70;
            case FunctionId.RXTX_MAP, FunctionId.RXTX_MAP_64 -> FakeMachine.RX;
            default -> 0;
        };
        r.x[3] = switch (id) {
            case FunctionId.RXTX_MAP, FunctionId.RXTX_MAP_64 -> 1;
            case FunctionId.NOTIFICATION_BIND, FunctionId.NOTIFICATION_UNBIND, FunctionId.NOTIFICATION_SET -> bit;
            default -> 0;
        };
        r.x[4] = 0;
        r.x[5] = 0;
    }

    private static boolean hides(int who, int endpoint) {
        int other = endpoint - 1;
        boolean partition = (endpoint & 0x8000) != 0;
        boolean allowed = who == 0 && other == 1 || who == 1 && other == 0 || who == 2 && other == 0;
        return !partition && other != who && !allowed;
    }

    private void sawNothingHidden(int who, long[] before, long[] x) {
        if ((int) before[0] == FunctionId.PARTITION_INFO_GET_REGS) {
            int entries = ((int) (x[2] >>> 16) & 0xFFFF) - ((int) before[3] & 0xFFFF) + 1;
            for (int k = 0; k < entries; k++) {
                int seen = (int) x[3 + 3 * k] & 0xFFFF;
                assertTrue(!hides(who, seen), () -> who + " sees " + seen);
            }
            assertTrue((x[2] & 0xFFFF) < 4 + 2, "no more than partitions and two virtual machines");
        } else if ((int) before[0] == FunctionId.PARTITION_INFO_GET) {
            assertTrue((int) x[2] <= 4 + 2, "no more than partitions and two virtual machines");
        }
    }

    private void leavesNothing(Mediator hostile) {
        for (Endpoint e : endpoints) {
            hostile.dying(e);
            hostile.destroy(e);
        }
        for (int second = 0; second < 5 && bench.clock.tick(); second++) {
            assertEquals(List.of(), hostile.endpointIds());
        }
        assertEquals(0, hostile.regionCount());
        assertEquals(0, bench.spmc.regions());
        assertEquals(0, bench.spmc.guests());
        for (Changing vm : machines) {
            assertEquals(0, vm.pinned.get());
        }
    }
}
