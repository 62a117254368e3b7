// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.MessageHeader;

/** The switch between virtual machines, turned while they call. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SwitchVectorsTest {
    private static final int REGS = FunctionId.PARTITION_INFO_GET_REGS;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static FfaBench off() {
        return new FfaBench(Profile.FIXED, false).start().three();
    }

    private static int send(FfaBench bench) {
        new MessageHeader(40, 1, 2, 5, 0, 0).write(bench.vm("B").page(FakeMachine.TX));
        return bench.status("B", FunctionId.MSG_SEND2);
    }

    private static long tag(long[] x) {
        return x[2] >>> 32 & 0xFFFF;
    }

    @Test
    @Tag("ffa-T01-FIXED")
    void t01AnEnumerationThatATurnMeetsBeginsAgain() {
        FfaBench bench = off();
        assertEquals(0x18_0001_0004_0004L, bench.call("B", REGS)[2]);
        bench.mediator.turn(true, false);
        assertEquals(FfaStatus.RETRY, bench.status("B", REGS, 0, 0, 0x1_0001));
        long[] x = bench.call("B", REGS);
        assertEquals(2, tag(x));
        assertEquals(6, x[2] & 0xFFFF);
    }

    @Test
    @Tag("ffa-T02-FIXED")
    void t02WhoNegotiatedWhileItWasOffIsThereWhenItIsOn() {
        FfaBench bench = off();
        bench.mediator.turn(true, false);
        assertEquals(7, bench.call("B", FunctionId.PARTITION_INFO_GET)[2]);
        byte[] page = bench.vm("B").page(FakeMachine.RX);
        List<Integer> ids = new ArrayList<>();
        for (int i = 4; i < 7; i++) {
            ids.add((int) page[i * 24]);
        }
        assertEquals(List.of(2, 1, 3), ids);
    }

    @Test
    @Tag("ffa-T03-FIXED")
    void t03ATurnThatChangesNothingMovesNoTag() {
        FfaBench bench = off();
        bench.mediator.turn(true, false);
        bench.mediator.turn(true, false);
        assertEquals(2, bench.mediator.tag());
    }

    @Test
    @Tag("ffa-T04-FIXED")
    void t04EachTurnMovesTheTag() {
        FfaBench bench = off();
        bench.mediator.turn(true, false);
        bench.mediator.turn(false, false);
        assertEquals(FfaStatus.RETRY, bench.status("B", REGS, 0, 0, 0x2_0004));
        assertEquals(3, tag(bench.call("B", REGS)));
    }

    @Test
    @Tag("ffa-T05-FIXED")
    void t05WhoComesWhileItIsOffMovesNoTag() {
        FfaBench bench = off();
        long[] before = bench.call("B", REGS);
        bench.machine(new FakeMachine(3, 1, true));
        assertEquals(1, bench.mediator.tag());
        org.junit.jupiter.api.Assertions.assertArrayEquals(before, bench.call("B", REGS));
    }

    @Test
    @Tag("ffa-T06-FIXED")
    void t06AMessageOfBeforeIsTakenAfter() {
        FfaBench bench = off();
        bench.mediator.turn(true, false);
        assertEquals(FfaStatus.OK, send(bench));
        bench.mediator.turn(false, false);
        assertEquals(1, bench.call("A", FunctionId.NOTIFICATION_GET, 1, 8)[7]);
        assertEquals(FfaStatus.OK, bench.status("A", FunctionId.RX_RELEASE));
        assertEquals(FfaStatus.INVALID_PARAMETERS, send(bench));
    }

    @Test
    @Tag("ffa-T07-FIXED")
    void t07AMessageThatIsReleasedIsNotAnnouncedAnyMore() {
        FfaBench bench = off();
        bench.mediator.turn(true, false);
        send(bench);
        bench.mediator.turn(false, false);
        assertEquals(FfaStatus.OK, bench.status("A", FunctionId.RX_RELEASE));
        assertEquals(0, bench.call("A", FunctionId.NOTIFICATION_GET, 1, 8)[7]);
    }

    @Test
    @Tag("ffa-T08-FIXED")
    void t08TurningOffWaitsForAMessageUnderWay() throws Exception {
        FfaBench bench = off();
        bench.mediator.turn(true, false);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        bench.mediator.indirect().beforeCopy(() -> {
            inside.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Future<Integer> held = threads.submit(() -> send(bench));
        inside.await();
        Future<?> turn = threads.submit(() -> bench.mediator.turn(false, false));
        while (bench.mediator.mode() != Mode.CLOSING) {
            Thread.onSpinWait();
        }
        new MessageHeader(40, 1, 3, 5, 0, 0).write(bench.vm("C").page(FakeMachine.TX));
        assertEquals(FfaStatus.INVALID_PARAMETERS, bench.status("C", FunctionId.MSG_SEND2));
        assertFalse(turn.isDone());
        goOn.countDown();
        assertEquals(FfaStatus.OK, held.get());
        turn.get();
        assertEquals(Mode.OFF, bench.mediator.mode());
        assertEquals(0, bench.mediator.inflight());
    }

    @Test
    @Tag("ffa-T09-FIXED")
    void t09ATurnTouchesNothingOfAVirtualMachine() {
        FfaBench bench = new FfaBench(Profile.FIXED, true);
        bench.versions.put("B", FfaVersion.V1_1);
        bench.start().three();
        assertEquals(FfaStatus.OK, bench.status("B", FunctionId.NOTIFICATION_BIND, 0x8001_0002L, 0, 1));
        bench.mediator.turn(false, false);
        bench.mediator.turn(true, false);
        assertEquals(FfaVersion.V1_1, bench.endpoints.get("B").version());
        assertEquals("free", bench.endpoints.get("B").bufferState());
        assertEquals(FfaStatus.DENIED, bench.status("B", FunctionId.NOTIFICATION_BIND, 0x8001_0002L, 0, 1));
        assertEquals(0, bench.partitions.get(0x8001).host.setNotifications(2, 1, false));
    }

    @Test
    @Tag("ffa-T10-FIXED")
    void t10WithoutASecureWorldItIsForcedOff() {
        FfaBench bench = FfaWorlds.build(Profile.FIXED, "world", "F0");
        assertThrows(IllegalStateException.class, () -> bench.mediator.turn(false, false));
        assertEquals(Mode.ON, bench.mediator.mode());
        bench.mediator.turn(false, true);
        assertEquals(
                RefusedException.Reason.ENODEV,
                assertThrows(RefusedException.class, () -> bench.mediator.create(new FakeMachine(9, 1, true)))
                        .reason());
        assertEquals(1, bench.call("B", FunctionId.PARTITION_INFO_GET, 0, 0, 0, 0, 1)[2]);
    }

    @Test
    @Tag("ffa-T11-FIXED")
    void t11ATurnWaitsAMomentForAnEnumeration() throws Exception {
        FfaBench bench = new FfaBench(Profile.FIXED, true);
        bench.enumerationNanos = TimeUnit.MILLISECONDS.toNanos(250);
        bench.start().three();
        bench.call("B", REGS);
        long begun = System.nanoTime();
        bench.mediator.turn(false, false);
        assertTrue(System.nanoTime() - begun >= TimeUnit.MILLISECONDS.toNanos(200), "it did not wait");
        assertEquals(FfaStatus.RETRY, bench.status("B", REGS, 0, 0, 0x4_0005));
        begun = System.nanoTime();
        bench.mediator.turn(true, false);
        assertTrue(System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(200), "it waited for nobody");
    }

    @Test
    @Tag("ffa-T12-FIXED")
    void t12ThousandTurnsAndEveryEnumerationIsConsistent() throws Exception {
        FfaBench bench = new FfaBench(Profile.FIXED, false).start().many(12);
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong completed = new AtomicLong();
        List<Future<?>> all = new ArrayList<>();
        for (String name : List.of("A", "B", "C", "D")) {
            all.add(threads.submit((Callable<Void>) () -> {
                while (!over.get()) {
                    List<Integer> ids = enumerate(bench, name);
                    if (!ids.isEmpty()) {
                        completed.incrementAndGet();
                        assertTrue(ids.size() == 5 || ids.size() == 16, ids::toString);
                        assertEquals(ids.size(), ids.stream().distinct().count() + 1, "0x8003 twice, all else once");
                    }
                }
                return null;
            }));
        }
        int tag = bench.mediator.tag();
        for (int i = 0; i < 1000; i++) {
            bench.mediator.turn(i % 2 == 0, false);
            tag++;
            assertEquals(tag & 0xFFFF, bench.mediator.tag());
        }
        over.set(true);
        for (Future<?> f : all) {
            f.get();
        }
        assertTrue(completed.get() > 0);
    }

    /** The ids of an enumeration by windows; none if it was told to begin again. */
    private static List<Integer> enumerate(FfaBench bench, String name) {
        List<Integer> ids = new ArrayList<>();
        long argument = 0;
        while (true) {
            long[] x = bench.call(name, REGS, 0, 0, argument);
            if ((int) x[0] == FunctionId.ERROR) {
                assertEquals(FfaStatus.RETRY, (int) x[2]);
                return List.of();
            }
            int last = (int) x[2] & 0xFFFF;
            int current = (int) (x[2] >>> 16) & 0xFFFF;
            int start = (int) argument & 0xFFFF;
            for (int k = 0; k <= current - start; k++) {
                ids.add((int) x[3 + 3 * k] & 0xFFFF);
            }
            if (current == last) {
                return ids;
            }
            argument = tag(x) << 16 | current + 1;
        }
    }

    @ParameterizedTest(name = "V16 {0}")
    @EnumSource
    @Tag("ffa-V16")
    void twoVcpusThatEndTheNegotiationTogetherAreOneMember(Profile profile) throws Exception {
        for (int round = 0; round < 200; round++) {
            FfaBench bench = new FfaBench(profile, true);
            bench.versions.put("A", -FfaVersion.V1_2);
            bench.start().machine(new FakeMachine(0, 2, true));
            CountDownLatch both = new CountDownLatch(2);
            Callable<Integer> call = () -> {
                both.countDown();
                both.await();
                return bench.status("A", FunctionId.ID_GET);
            };
            Future<Integer> first = threads.submit(call);
            Future<Integer> second = threads.submit(call);
            assertEquals(0, first.get());
            assertEquals(0, second.get());
            assertEquals(1, bench.mediator.members().size());
            assertEquals(2, bench.mediator.tag());
        }
    }

    @ParameterizedTest(name = "R37 {0}")
    @EnumSource
    @Tag("ffa-R37")
    void aListThatChangesDuringTheCallIsAskedForAgain(Profile profile) {
        FfaBench bench = new FfaBench(profile, true).start().three();
        AtomicBoolean done = new AtomicBoolean();
        bench.mediator.discovery().beforeAnswer(() -> {
            if (done.compareAndSet(false, true)) {
                bench.destroy("C");
            }
        });
        assertEquals(FfaStatus.RETRY, bench.status("B", REGS));
        long[] x = bench.call("B", REGS);
        assertEquals(5, tag(x));
        assertEquals(5, x[2] & 0xFFFF);
    }

    @ParameterizedTest(name = "R38 {0}")
    @EnumSource
    @Tag("ffa-R38")
    void theTagWraps(Profile profile) {
        FfaBench bench = new FfaBench(profile, true).start().three();
        bench.mediator.membership().tag(0xFFFF);
        bench.machine(new FakeMachine(3, 1, true));
        assertEquals(profile == Profile.XEN_EXACT ? 0 : 1, tag(bench.call("B", REGS)));
    }

    @ParameterizedTest(name = "S17 {0}")
    @EnumSource
    @Tag("ffa-S17")
    void aHeaderThatChangesAfterItWasReadIsNotReadAgain(Profile profile) {
        FfaBench bench = new FfaBench(profile, true).start();
        bench.machine(new FakeMachine(0, 2, true)).machine(new FakeMachine(1, 1, true) {
            private int reads;

            @Override
            void beforeRead(long address, int offset, int length) {
                if (address == TX && ++reads > 1) {
                    org.xenolith.service.ffa.abi.Bytes.put32(page(TX), 8, 0xFFFF_FFF0);
                    org.xenolith.service.ffa.abi.Bytes.put32(page(TX), 16, -1);
                }
            }
        });
        byte[] page = bench.vm("B").page(FakeMachine.TX);
        new MessageHeader(40, 1, 2, 5, 1, 2).write(page);
        System.arraycopy(new byte[] {1, 2, 3, 4, 5}, 0, page, 40, 5);
        assertEquals(FfaStatus.OK, bench.status("B", FunctionId.MSG_SEND2));
        byte[] got = bench.vm("A").page(FakeMachine.RX);
        assertEquals(5, org.xenolith.service.ffa.abi.Bytes.get32(got, 16));
        assertEquals(40, org.xenolith.service.ffa.abi.Bytes.get32(got, 8));
        assertEquals(5, got[44]);
        assertEquals(0, got[45]);
    }

    @ParameterizedTest(name = "S20 {0}")
    @EnumSource
    @Tag("ffa-S20")
    void aBufferThatAnotherVcpuSendsFromIsBusy(Profile profile) throws Exception {
        FfaBench bench = new FfaBench(profile, true).start().three();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        bench.world.answers.put(FunctionId.MEM_SHARE_64, call -> {
            inside.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            bench.spmc.call(call);
        });
        Future<Integer> sharing = threads.submit(() -> LifeCycleVectorsTest.share(bench));
        inside.await();
        assertEquals(FfaStatus.BUSY, bench.status("B", FunctionId.MSG_SEND2));
        goOn.countDown();
        assertEquals(FfaStatus.OK, sharing.get());
    }

    @Test
    void anAccessListDecidesWhoSeesWhom() {
        FfaBench bench = new FfaBench(Profile.FIXED, true).start().many(4);
        int tag = bench.mediator.tag();
        bench.mediator.access(AccessList.of("name:A <-> id:0x2", "C -> *"));
        assertEquals(tag + 1, bench.mediator.tag());
        assertEquals(List.of(0x8001, 0x8002, 0x8003, 0x8003, 1, 2), enumerate(bench, "A"));
        assertEquals(List.of(0x8001, 0x8002, 0x8003, 0x8003, 2, 1), enumerate(bench, "B"));
        assertEquals(List.of(0x8001, 0x8002, 0x8003, 0x8003, 3, 1, 2, 4), enumerate(bench, "C"));
        assertEquals(List.of(0x8001, 0x8002, 0x8003, 0x8003, 4), enumerate(bench, "D"));
        assertEquals(5, bench.call("D", FunctionId.PARTITION_INFO_GET, 0, 0, 0, 0, 1)[2]);
        new MessageHeader(40, 1, 4, 5, 0, 0).write(bench.vm("D").page(FakeMachine.TX));
        assertEquals(FfaStatus.INVALID_PARAMETERS, bench.status("D", FunctionId.MSG_SEND2));
        assertEquals(FfaStatus.OK, send(bench));
        assertThrows(IllegalArgumentException.class, () -> AccessList.of("A - B"));
        assertThrows(IllegalArgumentException.class, () -> AccessList.of("A -> uuid:x"));
    }

    @Test
    void withAnAccessListATagMovesWhenItsOwnerSeesAChange() {
        FfaBench bench = new FfaBench(Profile.FIXED, true).start().many(2);
        bench.mediator.access(AccessList.of("A <-> B", "C -> A", "E -> *"));
        int first = tag(bench, "A");
        assertEquals(first, tag(bench, "B"));
        bench.machine(new FakeMachine(2, 1, true)).machine(new FakeMachine(3, 1, true));
        assertEquals(first, tag(bench, "A"), "A sees neither C nor D");
        bench.destroy("B");
        assertEquals(first + 1, tag(bench, "A"));
        int ofC = tag(bench, "C");
        bench.destroy("D");
        assertEquals(ofC, tag(bench, "C"));
        bench.mediator.turn(false, false);
        assertEquals(first + 2, tag(bench, "A"));
        assertEquals(ofC + 1, tag(bench, "C"));
        bench.mediator.turn(true, false);
        bench.mediator.access(AccessList.of("A -> C"));
        int listed = tag(bench, "A");
        assertTrue(listed > first + 3);
        assertEquals(listed, tag(bench, "C"));
        bench.mediator.access(AccessList.OPEN);
        assertEquals(bench.mediator.tag(), tag(bench, "A"));
        assertEquals(listed + 1, tag(bench, "A"));
    }

    private static int tag(FfaBench bench, String name) {
        return (int) tag(bench.call(name, REGS));
    }
}
