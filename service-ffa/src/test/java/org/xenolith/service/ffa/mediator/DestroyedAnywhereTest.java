// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.MessageHeader;

/** A virtual machine that is destroyed at a step of a protocol leaves nothing, and its partition is of use to others. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DestroyedAnywhereTest {
    private static final int LENGTH = 96;

    private static Arguments step(String name, Consumer<FfaBench> steps) {
        return Arguments.of(name, steps);
    }

    private static void send(FfaBench bench, String from, int receiver) {
        Endpoint e = bench.endpoints.get(from);
        new MessageHeader(40, receiver, e.id, 5, 0, 0).write(bench.vm(from).page(FakeMachine.TX));
        assertEquals(0, bench.status(from, FunctionId.MSG_SEND2));
    }

    private static void bindAndSet(FfaBench bench) {
        assertEquals(0, bench.status("B", FunctionId.NOTIFICATION_BIND, 0x8001_0002L, 0, 1));
        assertEquals(0, bench.partitions.get(0x8001).host.setNotifications(2, 1, false));
    }

    private static void retrieve(FfaBench bench) {
        assertEquals(0, LifeCycleVectorsTest.share(bench));
        TestPartition partition = bench.partitions.get(0x8001);
        partition.held.add(partition.host.retrieve(LifeCycleVectorsTest.FIRST_OF_B));
    }

    static Stream<Arguments> steps() {
        return Stream.of(
                step("mapped", b -> {}),
                step("unmapped", b -> b.call("B", FunctionId.RXTX_UNMAP)),
                step("enumerating", b -> b.call("B", FunctionId.PARTITION_INFO_GET_REGS)),
                step("list in its buffer", b -> b.call("B", FunctionId.PARTITION_INFO_GET)),
                step("message in its buffer", b -> send(b, "A", 2)),
                step(
                        "message of a partition in its buffer",
                        b -> assertEquals(0, b.partitions.get(0x8001).host.send(2, FfaBench.U1, new byte[1]))),
                step("message of its own under way", b -> send(b, "B", 1)),
                step("notification bound", b -> b.call("B", FunctionId.NOTIFICATION_BIND, 0x8001_0002L, 0, 1)),
                step("notification pending", DestroyedAnywhereTest::bindAndSet),
                step("memory shared", LifeCycleVectorsTest::share),
                step("memory retrieved", DestroyedAnywhereTest::retrieve),
                step("partition yielded", b -> {
                    b.partitions.get(0x8001).yields = true;
                    b.call("B", FunctionId.DIRECT_REQ, 0x2_8001);
                    b.partitions.get(0x8001).yields = false;
                }),
                step("partition preempted", b -> {
                    b.partitions.get(0x8001).gate = new CountDownLatch(1);
                    b.vm("B").interrupted = true;
                    b.call("B", FunctionId.DIRECT_REQ, 0x2_8001);
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void leavesNothing(String name, Consumer<FfaBench> steps) {
        FfaBench bench = new FfaBench(Profile.FIXED, true).start().three();
        steps.accept(bench);
        FakeMachine vm = bench.vm("B");
        int tag = bench.mediator.tag();
        bench.destroy("B");
        // A partition that is still busy with the request hears of the end when it is back.
        bench.partitions.get(0x8001).gate.countDown();
        for (int second = 0; second < 29 && bench.clock.tick(); second++) {
            Thread.onSpinWait();
        }
        assertFalse(bench.clock.tick());
        assertEquals(0, vm.pinned.get());
        assertEquals(0, bench.mediator.regionCount());
        assertEquals(0, bench.spmc.regions());
        assertEquals(2, bench.spmc.guests());
        assertEquals(2, bench.mediator.members().size());
        assertEquals(tag + 1, bench.mediator.tag());
        bench.partitions.get(0x8001).gate = new CountDownLatch(0);
        while (bench.status("A", FunctionId.DIRECT_REQ, 0x1_8001) != 0) {
            Thread.onSpinWait();
        }
    }

    static Stream<Arguments> stepsBetweenMachines() {
        return Stream.of(
                step("waiting for requests", b -> b.call("B", FunctionId.MSG_WAIT)),
                step("memory shared with A", b -> give(b, "B", "A", Transaction.SHARE)),
                step("memory lent to A", b -> give(b, "B", "A", Transaction.LEND)),
                step("memory donated to A", b -> give(b, "B", "A", Transaction.DONATE)),
                step("memory shared with A, retrieved", b -> hand(b, "B", "A", Transaction.SHARE)),
                step("memory lent to A, retrieved", b -> hand(b, "B", "A", Transaction.LEND)),
                step("memory of A shared with it", b -> give(b, "A", "B", Transaction.SHARE)),
                step("memory of A lent to it", b -> give(b, "A", "B", Transaction.LEND)),
                step("memory of A donated to it", b -> give(b, "A", "B", Transaction.DONATE)),
                step("memory of A shared with it, retrieved", b -> hand(b, "A", "B", Transaction.SHARE)),
                step("memory of A lent to it, retrieved", b -> hand(b, "A", "B", Transaction.LEND)),
                step("memory of A donated to it, retrieved", b -> hand(b, "A", "B", Transaction.DONATE)),
                step("memory of A lent to it, relinquished", b -> {
                    relinquish(b, "B", hand(b, "A", "B", Transaction.LEND));
                    b.call("B", FunctionId.RX_RELEASE);
                }));
    }

    /** Gives two pages; returns the handle. */
    private static long give(FfaBench bench, String from, String to, Transaction kind) {
        int owner = bench.endpoints.get(from).id;
        int receiver = bench.endpoints.get(to).id;
        byte[] page = bench.vm(from).page(FakeMachine.TX);
        write(page, new DescriptorFields(owner, 0, 0, 0, receiver, kind.permissions, 0, 0), 0x4001_0000L);
        Bytes.put16(page, 2, kind.attributes);
        int function =
                switch (kind) {
                    case SHARE -> FunctionId.MEM_SHARE;
                    case LEND -> FunctionId.MEM_LEND;
                    case DONATE -> FunctionId.MEM_DONATE;
                };
        long[] x = bench.call(from, function, LENGTH, LENGTH);
        assertEquals(FunctionId.SUCCESS, (int) x[0]);
        return x[2] | x[3] << 32;
    }

    /** Gives two pages, and lets the receiver take them; returns the handle. */
    private static long hand(FfaBench bench, String from, String to, Transaction kind) {
        long handle = give(bench, from, to, kind);
        int owner = bench.endpoints.get(from).id;
        int receiver = bench.endpoints.get(to).id;
        byte[] page = bench.vm(to).page(FakeMachine.TX);
        write(page, new DescriptorFields(owner, 0, handle, 0, receiver, 0, 0, 0), 0x6000_0000L);
        long[] x = bench.call(to, FunctionId.MEM_RETRIEVE_REQ, LENGTH, LENGTH);
        assertEquals(FunctionId.MEM_RETRIEVE_RESP, (int) x[0]);
        return handle;
    }

    private static void write(byte[] page, DescriptorFields fields, long address) {
        PageRanges pages = new PageRanges(new long[] {address, address + 4096});
        fields.write(page, MemoryDescriptor.HEADER, MemoryDescriptor.ACCESS_1_0, pages);
    }

    private static void relinquish(FfaBench bench, String name, long handle) {
        byte[] page = bench.vm(name).page(FakeMachine.TX);
        Bytes.put64(page, 0, handle);
        Bytes.put32(page, 8, 0);
        Bytes.put32(page, 12, 1);
        Bytes.put16(page, 16, bench.endpoints.get(name).id);
        assertEquals(0, bench.status(name, FunctionId.MEM_RELINQUISH));
    }

    /** What the other had given it has back, and can give again. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("stepsBetweenMachines")
    void leavesNothingToAnother(String name, Consumer<FfaBench> steps) {
        FfaBench bench = new FfaBench(Profile.FIXED, true);
        bench.extensions = new Extensions(true, true, true, true, 0, 1_000_000);
        bench.start().three();
        steps.accept(bench);
        FakeMachine vm = bench.vm("B");
        FakeMachine other = bench.vm("A");
        int tag = bench.mediator.tag();
        bench.destroy("B");
        assertFalse(bench.clock.tick());
        assertEquals(0, vm.pinned.get());
        assertTrue(vm.foreign.isEmpty() || name.equals("memory of A donated to it, retrieved"));
        assertTrue(other.foreign.isEmpty());
        assertEquals(tag + 1, bench.mediator.tag());
        Endpoint left = bench.endpoints.get("A");
        assertTrue(left.borrowed.isEmpty());
        for (long handle : List.copyOf(left.given.keySet())) {
            assertEquals(0, bench.status("A", FunctionId.MEM_RECLAIM, handle & 0xFFFF_FFFFL, handle >>> 32));
        }
        assertEquals(0, bench.mediator.regionCount());
        assertEquals(2, other.pinned.get());
        if (name.equals("memory of A donated to it, retrieved")) {
            assertEquals(2, other.concealed.size());
        } else {
            assertTrue(other.concealed.isEmpty());
            give(bench, "A", "C", Transaction.SHARE);
            assertEquals(1, left.given.size());
        }
        assertEquals(0, bench.mediator.inflight());
        assertEquals(FfaStatus.INVALID_PARAMETERS, bench.status("A", FunctionId.DIRECT_REQ, 0x1_0002));
    }

    /** A request of B to A, at each of its steps, with either of them ending. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"A waits", "A serves", "B waits for the answer", "B has been interrupted"})
    void leavesNothingOfARequest(String step) throws Exception {
        FfaBench bench = new FfaBench(Profile.FIXED, true);
        bench.extensions = new Extensions(true, false, false, false, 0, TimeUnit.SECONDS.toNanos(30));
        bench.start().three();
        String gone = step.substring(0, 1);
        Endpoint a = bench.endpoints.get("A");
        Endpoint b = bench.endpoints.get("B");
        Endpoint left = gone.equals("A") ? b : a;
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            bench.vm("B").interrupted = step.endsWith("interrupted");
            Future<long[]> received = threads.submit(() -> awaitRequest(bench, a));
            Future<long[]> asked = threads.submit(() -> step.equals("A waits") ? new long[1] : ask(bench, b, 1));
            if (!step.equals("A waits")) {
                assertEquals(FunctionId.DIRECT_REQ, (int) received.get()[0]);
            }
            if (step.endsWith("interrupted")) {
                assertEquals(FunctionId.INTERRUPT, (int) asked.get()[0]);
            }
            bench.destroy(gone);
            if (step.equals("A waits")) {
                assertEquals(FunctionId.INTERRUPT, (int) received.get()[0]);
            }
            if (step.equals("A serves")) {
                assertEquals(FfaStatus.ABORTED, (int) asked.get()[2]);
            }
            asked.get();
            assertEquals(0, bench.vm(gone).pinned.get());
            assertEquals(0, bench.mediator.inflight());
            assertTrue(Arrays.stream(left.exchanges).allMatch(Exchange::over));
            // The one that is left can be asked.
            bench.vm("A").interrupted = false;
            bench.vm("B").interrupted = false;
            Future<long[]> again = threads.submit(() -> awaitRequest(bench, left));
            bench.vm("C").interrupted = true;
            assertEquals(FunctionId.INTERRUPT, (int) ask(bench, bench.endpoints.get("C"), left.id)[0]);
            assertEquals(3, again.get()[1] >>> 16);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Waits until a request comes, or the virtual machine ends. */
    private static long[] awaitRequest(FfaBench bench, Endpoint e) {
        Registers r = new Registers();
        do {
            Arrays.fill(r.x, 0);
            r.x[0] = FunctionId.MSG_WAIT & 0xFFFF_FFFFL;
            bench.mediator.call(e, 0, r);
        } while (!e.dying && (int) r.x[0] == FunctionId.INTERRUPT);
        return r.x;
    }

    /** Asks until the other is ready to be asked. */
    private static long[] ask(FfaBench bench, Endpoint e, int receiver) {
        Registers r = new Registers();
        do {
            Arrays.fill(r.x, 0);
            r.x[0] = FunctionId.DIRECT_REQ & 0xFFFF_FFFFL;
            r.x[1] = (long) e.id << 16 | receiver;
            bench.mediator.call(e, 0, r);
        } while ((int) r.x[0] == FunctionId.ERROR && (int) r.x[2] == FfaStatus.BUSY);
        return r.x;
    }

    @Test
    void alsoWhileMemoryIsBeingSharedOrReclaimed() {
        for (int function : new int[] {FunctionId.MEM_SHARE_64, FunctionId.MEM_RECLAIM}) {
            FfaBench bench = new FfaBench(Profile.FIXED, true).start().three();
            Endpoint e = bench.endpoints.get("B");
            boolean reclaiming = function == FunctionId.MEM_RECLAIM;
            if (reclaiming) {
                retrieve(bench);
            }
            bench.world.answers.put(function, call -> {
                bench.world.answers.remove(function);
                bench.spmc.call(call);
                long[] answer = call.x.clone();
                bench.mediator.destroy(e);
                System.arraycopy(answer, 0, call.x, 0, answer.length);
            });
            int status =
                    reclaiming ? bench.status("B", FunctionId.MEM_RECLAIM, 1, 2) : LifeCycleVectorsTest.share(bench);
            assertEquals(FfaStatus.DENIED, status);
            assertEquals(0, bench.vm("B").pinned.get());
            assertEquals(0, bench.mediator.regionCount());
            assertEquals(0, bench.spmc.regions());
        }
    }

    @Test
    void alsoBeforeItHasNegotiated() {
        FfaBench bench = new FfaBench(Profile.FIXED, true);
        bench.versions.put("B", -FfaVersion.V1_1);
        bench.start().three();
        int tag = bench.mediator.tag();
        bench.destroy("B");
        assertEquals(tag, bench.mediator.tag());
        assertEquals(2, bench.spmc.guests());
    }
}
