// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.MessageHeader;

/** A virtual machine that is destroyed at a step of a protocol leaves nothing, and its partition is of use to others. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DestroyedAnywhereTest {
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
        partition.held.add(partition.host.retrieve(1));
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

    @org.junit.jupiter.api.Test
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
                    reclaiming ? bench.status("B", FunctionId.MEM_RECLAIM, 1, 0) : LifeCycleVectorsTest.share(bench);
            assertEquals(FfaStatus.DENIED, status);
            assertEquals(0, bench.vm("B").pinned.get());
            assertEquals(0, bench.mediator.regionCount());
            assertEquals(0, bench.spmc.regions());
        }
    }

    @org.junit.jupiter.api.Test
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
