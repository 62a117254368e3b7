// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenolith.api.memory.PinnedFrame;
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
    /** Pages that one call may look up, put in another's place, copy or clear: those of a region. */
    private static final int PAGES = 256;
    /** Copies out of and into buffers that one call may make. */
    private static final int COPIES = 3;

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

    /** With the extensions, too. */
    private static final List<String> SOMETIMES_BETWEEN_MACHINES = List.of(
            "FFA_MSG_WAIT",
            "FFA_MSG_SEND_DIRECT_RESP",
            "FFA_MEM_LEND_64",
            "FFA_MEM_DONATE_64",
            "FFA_MEM_RETRIEVE_REQ_64",
            "FFA_MEM_RELINQUISH");

    /** What the call of this thread has made the host do. */
    private static final class Work {
        int calls;
        int lookedUp;
        int copiedOut;
        int copiedIn;
        int placed;

        void clear() {
            calls = 0;
            lookedUp = 0;
            copiedOut = 0;
            copiedIn = 0;
            placed = 0;
        }

        /** Only a retrieval copies whole regions, if they are donated; it, and what gives back, may clear them. */
        boolean isBounded(int id) {
            int number = id & ~FunctionId.WIDE;
            boolean retrieves = number == (FunctionId.MEM_RETRIEVE_REQ & ~FunctionId.WIDE);
            boolean clears = retrieves || id == FunctionId.MEM_RELINQUISH || id == FunctionId.MEM_RECLAIM;
            return calls <= WORLD_CALLS
                    && lookedUp <= PAGES
                    && placed <= PAGES
                    && copiedOut <= COPIES + (retrieves ? PAGES : 0)
                    && copiedIn <= COPIES + (clears ? PAGES : 0);
        }

        @Override
        public String toString() {
            return calls + " calls, " + lookedUp + " pages looked up, " + placed + " placed, " + copiedOut
                    + " copies out, " + copiedIn + " in";
        }
    }

    private static final ThreadLocal<Work> WORK = ThreadLocal.withInitial(Work::new);

    private record Counting(SecureWorld inner) implements SecureWorld {
        @Override
        public void call(SecureCall call) {
            WORK.get().calls++;
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
            WORK.get().lookedUp++;
            return super.pin(address);
        }

        @Override
        void beforeRead(long address, int offset, int length) {
            WORK.get().copiedOut++;
        }

        @Override
        void beforeWrite(long address) {
            WORK.get().copiedIn++;
        }

        @Override
        void beforePlacing(long address) {
            WORK.get().placed++;
        }

        @Override
        public void signal(int vcpu, int interrupt) {}

        /** Mostly, so that few calls wait. */
        @Override
        public boolean interrupted(int vcpu) {
            return ThreadLocalRandom.current().nextInt(16) != 0;
        }
    }

    private final FfaBench bench = new FfaBench(Profile.FIXED, true);
    private final List<Changing> machines = new ArrayList<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private final Set<String> succeeded = ConcurrentHashMap.newKeySet();

    @ParameterizedTest(name = "{0}, extensions={1}")
    @CsvSource({"XEN_EXACT, false", "FIXED, false", "FIXED, true"})
    void doNoHarm(Profile profile, boolean extended) throws Exception {
        Extensions extensions = extended ? new Extensions(true, true, true, true, 0, 500_000) : Extensions.NONE;
        bench.start();
        Mediator hostile = new Mediator(
                new Settings(profile, false, new Limits(63, PAGES, 32, 0, 1_000_000_000L, 0), extensions),
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
            over.set(true);
            threads.shutdownNow();
        }
        assertEquals(CALLS / THREADS * THREADS, answered.get());
        Set<String> never = new TreeSet<>(SOMETIMES);
        never.addAll(extended ? SOMETIMES_BETWEEN_MACHINES : List.of());
        never.removeAll(succeeded);
        assertEquals(Set.of(), never, "the calls are too wild to find anything");
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
        HostileCalls calls = new HostileCalls(6);
        while (!over.get()) {
            calls.scribble(
                    machines.get(random.nextInt(4)),
                    random.nextBoolean() ? FunctionId.MEM_SHARE_64 : FunctionId.MSG_SEND2);
        }
    }

    private void callAround(Mediator hostile, int vcpu) {
        SplittableRandom random = new SplittableRandom(vcpu);
        HostileCalls calls = new HostileCalls(100 + vcpu);
        Registers r = new Registers();
        Work work = WORK.get();
        for (int n = 0; n < CALLS / THREADS; n++) {
            int who = random.nextInt(4);
            boolean asked = (int) r.x[0] == FunctionId.DIRECT_REQ && r.x[1] >>> 16 != 0;
            if (asked && random.nextBoolean()) {
                who = (int) r.x[1] - 1 & 3;
                r.x[0] = FunctionId.DIRECT_RESP & 0xFFFF_FFFFL;
                r.x[1] = r.x[1] >>> 16 | (r.x[1] & 0xFFFF) << 16;
                r.x[2] = 0;
            } else {
                calls.next(r, machines.get(who));
            }
            if (n < 8) {
                r.x[0] = FunctionId.VERSION & 0xFFFF_FFFFL;
            }
            long[] before = r.x.clone();
            int id = (int) before[0];
            work.clear();
            boolean known = hostile.call(endpoints.get(who), vcpu, r);
            answered.incrementAndGet();
            assertTrue(work.isBounded(id), () -> FunctionName.of(id) + " took " + work);
            if (!known) {
                assertArrayEquals(before, r.x);
            } else if ((int) r.x[0] != FunctionId.ERROR) {
                succeeded.add(FunctionName.of(id));
                calls.answered(id, r);
                sawNothingHidden(who, before, r.x);
            }
        }
    }

    private static boolean hides(int who, int endpoint) {
        int other = endpoint - 1;
        boolean partition = (endpoint & 0x8000) != 0;
        boolean allowed = who == 0 && other == 1 || who == 1 && other == 0 || who == 2 && other == 0;
        return !partition && other != who && !allowed;
    }

    private static void sawNothingHidden(int who, long[] before, long[] x) {
        int id = (int) before[0];
        if (id == FunctionId.PARTITION_INFO_GET_REGS) {
            int entries = ((int) (x[2] >>> 16) & 0xFFFF) - ((int) before[3] & 0xFFFF) + 1;
            for (int k = 0; k < entries; k++) {
                int seen = (int) x[3 + 3 * k] & 0xFFFF;
                assertTrue(!hides(who, seen), () -> who + " sees " + seen);
            }
            assertTrue((x[2] & 0xFFFF) < 4 + 2, "no more than partitions and two virtual machines");
        } else if (id == FunctionId.PARTITION_INFO_GET) {
            assertTrue((int) x[2] <= 4 + 2, "no more than partitions and two virtual machines");
        } else if ((int) x[0] == FunctionId.DIRECT_REQ
                || (int) x[0] == FunctionId.DIRECT_REQ_64
                || (int) x[0] == FunctionId.DIRECT_REQ2) {
            int sender = (int) (x[1] >>> 16) & 0xFFFF;
            assertEquals(who + 1, (int) x[1] & 0xFFFF);
            assertTrue(!hides(sender - 1, who + 1), () -> sender + " asks " + (who + 1));
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
        assertEquals(0, hostile.inflight());
        assertEquals(
                List.of(),
                Arrays.stream(endpoints.toArray(Endpoint[]::new))
                        .filter(e -> !e.borrowed.isEmpty() || !e.given.isEmpty())
                        .toList());
    }
}
