// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.mediator.RefusedException.Reason;
import org.xenolith.service.ffa.secure.SecureCall;

/** Virtual machines that come and go, as the secure world sees it. */
class LifeCycleVectorsTest {
    private static final int CREATED = 0x8000_0004;
    private static final int DESTROYED = 0x8000_0006;
    /** The handle of the first region of virtual machine B. */
    static final long FIRST_OF_B = 0x2_0000_0001L;

    private static FfaBench bench(Profile profile, boolean on, int... properties) {
        FfaBench bench = new FfaBench(profile, on);
        bench.properties = properties.length == 0 ? bench.properties : properties;
        return bench.start();
    }

    private static Reason refusal(FfaBench bench) {
        return assertThrows(RefusedException.class, () -> bench.mediator.create(new FakeMachine(4, 1, true)))
                .reason();
    }

    private static void answerAvailability(FfaBench bench, int partition, int message, long w2, int status) {
        bench.world.answers.put(FunctionId.DIRECT_REQ, call -> {
            if (((int) call.x[1] & 0xFFFF) == partition && (int) call.x[2] == message) {
                respond(call, w2, status);
            } else {
                respond(call, call.x[2] + 1, 0);
            }
        });
    }

    private static void respond(SecureCall call, long w2, int status) {
        call.begin(FunctionId.DIRECT_RESP, 0, w2 & 0xFFFF_FFFFL, status & 0xFFFF_FFFFL);
    }

    @ParameterizedTest(name = "L01 {0}")
    @EnumSource
    @Tag("ffa-L01")
    void partitionsHearOfAVirtualMachineBeforeItsBitmapIsMade(Profile profile) throws Exception {
        FfaBench bench = bench(profile, false);
        int from = bench.world.seen.size();
        bench.mediator.create(new FakeMachine(4, 1, true));
        assertEquals(List.of("8400006F/8001/80000004/5", "8400007D/5/1/0"), bench.world.since(from));
        assertEquals(List.of("created 5"), bench.partitions.get(0x8001).told);
    }

    @ParameterizedTest(name = "L02 {0}")
    @EnumSource
    @Tag("ffa-L02")
    void aPartitionThatRefusesEndsTheCreationAndHearsNothingMore(Profile profile) {
        FfaBench bench = bench(profile, false);
        bench.partitions.get(0x8001).createdStatus = FfaStatus.DENIED;
        assertEquals(Reason.EIO, refusal(bench));
        assertEquals(List.of("created 5"), bench.partitions.get(0x8001).told);
        assertEquals(List.of(), bench.mediator.endpointIds());
    }

    @ParameterizedTest(name = "L03 {0}")
    @EnumSource
    @Tag("ffa-L03")
    void aPartitionIsAskedElevenTimes(Profile profile) {
        FfaBench bench = bench(profile, false);
        bench.partitions.get(0x8001).createdStatus = FfaStatus.RETRY;
        assertEquals(Reason.EIO, refusal(bench));
        assertEquals(11, bench.partitions.get(0x8001).told.size());
    }

    @ParameterizedTest(name = "L04 {0}")
    @EnumSource
    @Tag("ffa-L04")
    void aWrongAnswerEndsTheCreation(Profile profile) {
        FfaBench bench = bench(profile, false);
        answerAvailability(bench, 0x8001, CREATED, 0x8000_0007L, 0);
        assertEquals(Reason.EIO, refusal(bench));
    }

    @ParameterizedTest(name = "L05 {0}")
    @EnumSource
    @Tag("ffa-L05")
    void theEndIsInOrder(Profile profile) {
        FfaBench bench = bench(profile, false).three();
        TestPartition partition = bench.partitions.get(0x8001);
        assertEquals(FfaStatus.OK, share(bench));
        partition.held.add(partition.host.retrieve(FIRST_OF_B));
        bench.call("B", FunctionId.PARTITION_INFO_GET);
        FakeMachine vm = bench.vm("B");
        int from = bench.world.seen.size();
        bench.destroy("B");
        assertEquals(
                List.of(
                        "84000065/2/0/0",
                        "84000067/20000/0/0",
                        "8400007E/2/0/0",
                        "8400006F/8001/80000006/2",
                        "84000077/1/2/0"),
                bench.world.since(from));
        assertFalse(bench.clock.tick());
        assertEquals(0, vm.pinned.get());
        assertEquals(0, bench.mediator.regionCount());
        assertEquals(0, bench.spmc.regions());
    }

    static int share(FfaBench bench) {
        byte[] descriptor = FfaWorlds.descriptor("1.2");
        System.arraycopy(descriptor, 0, bench.vm("B").page(FakeMachine.TX), 0, descriptor.length);
        return bench.status("B", FunctionId.MEM_SHARE_64, descriptor.length, descriptor.length);
    }

    @ParameterizedTest(name = "L06 {0}")
    @EnumSource
    @Tag("ffa-L06")
    void aRegionThatIsKeptIsAskedForEverySecondAndTakenInTheEnd(Profile profile) {
        FfaBench bench = bench(profile, false).three();
        TestPartition partition = bench.partitions.get(0x8001);
        partition.keepsMemory = true;
        share(bench);
        partition.held.add(partition.host.retrieve(FIRST_OF_B));
        FakeMachine vm = bench.vm("B");
        bench.destroy("B");
        for (int second = 1; second < 30; second++) {
            int from = bench.world.seen.size();
            assertTrue(bench.clock.tick());
            assertEquals(List.of("84000077/1/2/0"), bench.world.since(from));
            assertEquals(2, vm.pinned.get());
        }
        assertTrue(bench.clock.tick());
        boolean exact = profile == Profile.XEN_EXACT;
        assertEquals(exact ? 2 : 0, vm.pinned.get());
        assertEquals(exact, bench.clock.tick());
        if (!exact) {
            assertThrows(
                    IllegalStateException.class, () -> partition.held.getFirst().read(0, new byte[1], 0, 1));
            assertEquals(0, bench.spmc.regions());
        }
    }

    @ParameterizedTest(name = "L07 {0}")
    @EnumSource
    @Tag("ffa-L07")
    void aDestroyedVirtualMachineLeavesTheList(Profile profile) {
        FfaBench bench = bench(profile, true).three();
        bench.destroy("C");
        assertEquals(FfaStatus.RETRY, bench.status("B", FunctionId.PARTITION_INFO_GET_REGS, 0, 0, 0x4_0004));
        long[] x = bench.call("B", FunctionId.PARTITION_INFO_GET_REGS);
        assertEquals(5, x[2] >>> 32 & 0xFFFF);
        assertEquals(5, x[2] & 0xFFFF);
    }

    @ParameterizedTest(name = "L08 {0}")
    @EnumSource
    @Tag("ffa-L08")
    void aDyingVirtualMachineIsListedAndNotReached(Profile profile) {
        FfaBench bench = bench(profile, true).three();
        bench.mediator.dying(bench.endpoints.get("C"));
        byte[] page = bench.vm("B").page(FakeMachine.TX);
        new org.xenolith.service.ffa.abi.MessageHeader(40, 3, 2, 5, 0, 0).write(page);
        assertEquals(FfaStatus.INVALID_PARAMETERS, bench.status("B", FunctionId.MSG_SEND2));
        assertEquals(7, bench.call("B", FunctionId.PARTITION_INFO_GET, 0, 0, 0, 0, 1)[2]);
    }

    @ParameterizedTest(name = "L09 {0}")
    @EnumSource
    @Tag("ffa-L09")
    void aPartitionWithTwoUuidsHearsOnceOrTwice(Profile profile) throws Exception {
        FfaBench bench = bench(profile, false, 0x10D, 0x10D, 0x341);
        bench.mediator.create(new FakeMachine(4, 1, true));
        assertEquals(
                profile == Profile.XEN_EXACT ? 2 : 1,
                bench.partitions.get(0x8003).told.size());
    }

    @ParameterizedTest(name = "L10 {0}")
    @EnumSource
    @Tag("ffa-L10")
    void thoseThatWereToldHearOfTheEndOfAFailedCreation(Profile profile) {
        FfaBench bench = bench(profile, false, 0x3CD, 0x1CD, 0x301);
        bench.partitions.get(0x8002).createdStatus = FfaStatus.DENIED;
        assertEquals(Reason.EIO, refusal(bench));
        assertEquals(
                profile == Profile.XEN_EXACT ? List.of("created 5") : List.of("created 5", "destroyed 5"),
                bench.partitions.get(0x8001).told);
        assertEquals(List.of("created 5"), bench.partitions.get(0x8002).told);
    }

    @ParameterizedTest(name = "L11 {0}")
    @EnumSource
    @Tag("ffa-L11")
    void aBitmapThatCannotBeMadeEndsTheCreation(Profile profile) {
        FfaBench bench = bench(profile, false);
        bench.world.answers.put(FunctionId.BITMAP_CREATE, call -> call.fail(FfaStatus.NO_MEMORY));
        assertEquals(Reason.ENOMEM, refusal(bench));
        assertEquals(
                profile == Profile.XEN_EXACT ? List.of("created 5") : List.of("created 5", "destroyed 5"),
                bench.partitions.get(0x8001).told);
    }

    @ParameterizedTest(name = "L12 {0}")
    @EnumSource
    @Tag("ffa-L12")
    void aRegionThatNobodyKnowsIsTakenInTheEnd(Profile profile) {
        FfaBench bench = bench(profile, false).three();
        share(bench);
        FakeMachine vm = bench.vm("B");
        bench.world.answers.put(FunctionId.MEM_RECLAIM, call -> call.fail(FfaStatus.INVALID_PARAMETERS));
        bench.destroy("B");
        int from = bench.world.seen.size();
        for (int second = 1; second <= 29; second++) {
            assertTrue(bench.clock.tick());
        }
        assertEquals(List.of(), bench.world.since(from));
        assertEquals(2, vm.pinned.get());
        assertTrue(bench.clock.tick());
        assertEquals(profile == Profile.XEN_EXACT ? 2 : 0, vm.pinned.get());
        assertEquals(profile == Profile.XEN_EXACT, bench.clock.tick());
    }

    @ParameterizedTest(name = "reserved ids {0}")
    @EnumSource
    void domainsWithReservedIdsAreRefused(Profile profile) throws Exception {
        FfaBench bench = bench(profile, false);
        assertEquals(
                Reason.ERANGE,
                assertThrows(RefusedException.class, () -> bench.mediator.create(new FakeMachine(0x7FF0, 1, true)))
                        .reason());
        bench.mediator.create(new FakeMachine(0x7FEF, 1, true));
        assertEquals(List.of(0x7FF0), bench.mediator.endpointIds());
    }

    @ParameterizedTest(name = "G25 {0}")
    @EnumSource
    @Tag("ffa-G25")
    void sixtyThreeEntriesAreTakenAndSixtyFourAreNot(Profile profile) {
        for (int count : new int[] {63, 64}) {
            FfaBench bench = new FfaBench(profile, false);
            bench.beforeStart = world -> world.answers.put(FunctionId.PARTITION_INFO_GET, call -> {
                for (int i = 0; i < count; i++) {
                    new org.xenolith.service.ffa.abi.PartitionInfo(0x8001 + i, 1, 0x101, 1, 1)
                            .write(call.page(), i * 24, 24, true);
                }
                call.succeed(count, 24);
            });
            bench.start();
            assertEquals(count == 63, bench.mediator.hasFirmware());
            assertEquals(count == 63 ? 63 : 0, bench.mediator.partitions().size());
        }
    }

    @ParameterizedTest(name = "R43 {0}")
    @EnumSource
    @Tag("ffa-R43")
    void entriesThatAreNotSecureAreLeftOut(Profile profile) {
        FfaBench bench = new FfaBench(profile, false);
        bench.beforeStart = world -> world.answers.put(FunctionId.PARTITION_INFO_GET, call -> {
            bench.spmc.call(call);
            new org.xenolith.service.ffa.abi.PartitionInfo(7, 1, 0x101, 1, 1)
                    .write(call.page(), (int) call.x[2] * 24, 24, true);
            call.x[2]++;
        });
        bench.start().three();
        assertEquals(0x18_0001_0004_0004L, bench.call("B", FunctionId.PARTITION_INFO_GET_REGS)[2]);
        assertEquals(
                2,
                bench.journal.stream().filter(line -> line.contains("left out")).count());
    }

    @ParameterizedTest(name = "G20 {0}")
    @EnumSource
    @Tag("ffa-G20")
    void aPageOfDescriptorsIsTheMost(Profile profile) {
        for (int machines : new int[] {166, 167}) {
            FfaBench bench = new FfaBench(profile, true).start().many(machines);
            boolean fits = machines == 166;
            long[] x = bench.call("B", FunctionId.PARTITION_INFO_GET);
            assertEquals(fits ? 170 : FfaStatus.NO_MEMORY & 0xFFFF_FFFFL, x[2]);
            assertEquals(fits ? "owned" : "free", bench.endpoints.get("B").bufferState());
        }
    }

    @ParameterizedTest(name = "Y26 {0}")
    @EnumSource
    @Tag("ffa-Y26")
    void thirtyTwoRegionsAreTheMost(Profile profile) {
        FfaBench bench = bench(profile, false).three();
        IntStream.range(0, 32).forEach(i -> assertEquals(FfaStatus.OK, share(bench)));
        assertEquals(FfaStatus.NO_MEMORY, share(bench));
        assertEquals(FfaStatus.OK, bench.status("B", FunctionId.MEM_RECLAIM, 1, 2));
        assertEquals(FfaStatus.OK, share(bench));
    }

    @ParameterizedTest(name = "Y27 {0}")
    @EnumSource
    @Tag("ffa-Y27")
    void rangesThatCannotBeForwardedAreRefused(Profile profile) {
        for (int version : new int[] {FfaVersion.V1_1, FfaVersion.V1_2}) {
            FfaBench bench = new FfaBench(profile, false);
            bench.spmcVersion = version;
            bench.versions.put("B", FfaVersion.V1_1);
            bench.start().three();
            byte[] page = bench.vm("B").page(FakeMachine.TX);
            byte[] good = FfaWorlds.descriptor("1.1");
            System.arraycopy(good, 0, page, 0, 80);
            org.xenolith.service.ffa.abi.Bytes.put32(page, 0x40, 251);
            org.xenolith.service.ffa.abi.Bytes.put32(page, 0x44, 251);
            for (int i = 0; i < 251; i++) {
                org.xenolith.service.ffa.abi.Bytes.put64(page, 0x50 + 16 * i, 0x4001_0000L + i * 0x2000L);
                org.xenolith.service.ffa.abi.Bytes.put64(page, 0x58 + 16 * i, 1);
            }
            assertEquals(
                    version == FfaVersion.V1_2 ? FfaStatus.NOT_SUPPORTED : FfaStatus.OK,
                    bench.status("B", FunctionId.MEM_SHARE_64, 4096, 4096));
            assertEquals(
                    version == FfaVersion.V1_2 ? 2 : 253, bench.vm("B").pinned.get());
        }
    }

    @ParameterizedTest(name = "N18 {0}")
    @EnumSource
    @Tag("ffa-N18")
    void thoseThatTheSecureWorldNamesAreTold(Profile profile) {
        FfaBench bench = bench(profile, false).three();
        bench.world.answers.put(FunctionId.NOTIFICATION_INFO_GET_64, call -> {
            call.begin(FunctionId.SUCCESS_64, 0, 0x8100, 0x0002_0000_0003_0002L);
        });
        bench.call("B", FunctionId.NOTIFICATION_BIND, 0x8001_0002L, 0, 1);
        assertEquals(0, bench.partitions.get(0x8001).host.setNotifications(2, 1, false));
        assertEquals(List.of(), bench.vm("A").signals);
        assertEquals(List.of("8@0"), bench.vm("B").signals);
        assertEquals(List.of("8@0"), bench.vm("C").signals);
    }

    @ParameterizedTest(name = "N19 {0}")
    @EnumSource
    @Tag("ffa-N19")
    void nobodyIsToldWhileAllVcpusAreOff(Profile profile) {
        FfaBench bench = bench(profile, false).three();
        bench.vm("B").online = false;
        bench.call("B", FunctionId.NOTIFICATION_BIND, 0x8001_0002L, 0, 1);
        int lines = bench.journal.size();
        bench.partitions.get(0x8001).host.setNotifications(2, 1, false);
        assertEquals(List.of(), bench.vm("B").signals);
        assertEquals(lines + 1, bench.journal.size());
        assertEquals(0x80, bench.call("B", FunctionId.NOTIFICATION_INFO_GET_64)[2]);
    }

    @ParameterizedTest(name = "destroyed {0}")
    @EnumSource
    void aPartitionKnowsNothingOfAVirtualMachineThatIsGone(Profile profile) {
        FfaBench bench = bench(profile, true).three();
        bench.call("B", FunctionId.NOTIFICATION_BIND, 0x8001_0002L, 0, 1);
        TestPartition partition = bench.partitions.get(0x8001);
        partition.host.setNotifications(2, 1, false);
        bench.destroy("B");
        assertEquals(FfaStatus.INVALID_PARAMETERS, partition.host.setNotifications(2, 1, false));
        assertEquals(2, bench.spmc.guests());
        assertEquals(
                List.of(DESTROYED, 2),
                List.of((int) bench.world.last(FunctionId.DIRECT_REQ).x()[2], (int)
                        bench.world.last(FunctionId.DIRECT_REQ).x()[5]));
    }
}
