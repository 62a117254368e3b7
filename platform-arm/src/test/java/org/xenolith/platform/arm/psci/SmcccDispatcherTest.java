// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.psci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.platform.arm.FakeCall;
import org.xenolith.platform.arm.Vectors;
import org.xenolith.platform.arm.psci.FirmwareProfile.Mitigations;
import org.xenolith.platform.arm.psci.FirmwareProfile.SpeculativeStore;

/** Firmware calls against vectors, and random ones. */
class SmcccDispatcherTest {
    /** A machine that writes down what it is asked. */
    private static final class Host implements PsciHost {
        private final int vcpus;
        private final Set<Integer> online = new TreeSet<>(Set.of(0));
        private final List<String> log = new ArrayList<>();

        Host(int vcpus) {
            this.vcpus = vcpus;
        }

        @Override
        public int vcpus() {
            return vcpus;
        }

        @Override
        public boolean online(int vcpu) {
            return online.contains(vcpu);
        }

        @Override
        public OnResult cpuOn(int vcpu, long entry, long context) {
            log.add("on " + Integer.toHexString(vcpu) + " " + Long.toHexString(entry) + " "
                    + Long.toHexString(context));
            if (online(vcpu)) {
                return OnResult.ALREADY_ON;
            }
            return entry == 0xBAD0 ? OnResult.FAILED : OnResult.STARTED;
        }

        @Override
        public void cpuOff(int vcpu) {
            log.add("off " + vcpu);
        }

        @Override
        public void standby(int vcpu) {
            log.add("standby " + vcpu);
        }

        @Override
        public void shutdown(ShutdownReason reason) {
            log.add("shutdown " + reason);
        }

        @Override
        public void suspend(int vcpu, long entry, long context) {
            log.add("suspend " + vcpu + " " + Long.toHexString(entry) + " " + Long.toHexString(context));
        }
    }

    static List<Vectors.Row> vectors() {
        return Vectors.load(SmcccDispatcherTest.class, "vectors.txt", 6);
    }

    private static FirmwareProfile profile(String name) {
        return switch (name) {
            case "xen-4.17" -> FirmwareProfile.XEN_4_17;
            case "xen-ffa" -> FirmwareProfile.XEN_FFA;
            case "hardened" ->
                new FirmwareProfile(name, 0x10002, true, 17, new Mitigations(true, SpeculativeStore.DYNAMIC, true));
            case "permanent" ->
                new FirmwareProfile(name, 0x10002, true, 17, new Mitigations(true, SpeculativeStore.PERMANENT, true));
            default -> FirmwareProfile.XEN;
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void answersAsTheVectorSays(Vectors.Row row) {
        String[] machine = row.field(1).split(" ");
        Host host = new Host(Integer.parseInt(machine[0], 16));
        for (int n = 1; n < machine.length; n++) {
            host.online.add(Integer.parseInt(machine[n], 16));
        }
        String[] how = row.field(2).split(" ");
        boolean withOthers = how[0].equals("with-others");
        FakeCall call = new FakeCall(0);
        String[] in = row.field(3).split(" ");
        for (int n = 0; n < in.length; n++) {
            call.with(n, Long.parseUnsignedLong(in[n], 16));
        }
        long[] before = call.registers();
        new SmcccDispatcher(host, profile(how[0]), c -> {
                    if (withOthers) {
                        host.log.add("others " + Long.toHexString(c.function()));
                        c.setRegister(0, 0x10002);
                    }
                    return withOthers;
                })
                .call(SmcccDispatcher.Conduit.valueOf(how[1]), call);
        String[] out = row.field(4).split(" ");
        for (int n = 0; n < 18; n++) {
            boolean unchanged = n >= out.length || out[n].equals("=");
            String expected = unchanged ? Long.toHexString(before[n]) : out[n];
            assertEquals(expected, Long.toHexString(call.register(n)), "X" + n);
        }
        assertEquals(row.field(5), String.join(", ", host.log));
    }

    @Test
    void theDomainThatOwnsTheHardwareCannotSuspend() {
        Host host = new Host(1);
        PsciHost owner = new PsciHost() {
            @Override
            public int vcpus() {
                return host.vcpus();
            }

            @Override
            public boolean online(int vcpu) {
                return host.online(vcpu);
            }

            @Override
            public OnResult cpuOn(int vcpu, long entry, long context) {
                return host.cpuOn(vcpu, entry, context);
            }

            @Override
            public void cpuOff(int vcpu) {
                host.cpuOff(vcpu);
            }

            @Override
            public void standby(int vcpu) {
                host.standby(vcpu);
            }

            @Override
            public void shutdown(ShutdownReason reason) {
                host.shutdown(reason);
            }

            @Override
            public void suspend(int vcpu, long entry, long context) {
                host.suspend(vcpu, entry, context);
            }

            @Override
            public boolean hardwareDomain() {
                return true;
            }
        };
        SmcccDispatcher dispatcher = new SmcccDispatcher(owner, FirmwareProfile.XEN, c -> false);
        FakeCall suspend = new FakeCall(0, 0xC400_000EL, 0x4000_0000L);
        dispatcher.call(SmcccDispatcher.Conduit.HVC, suspend);
        assertEquals(-1, suspend.register(0));
        FakeCall features = new FakeCall(0, 0x8400_000AL, 0xC400_000EL);
        dispatcher.call(SmcccDispatcher.Conduit.HVC, features);
        assertEquals(-1, features.register(0));
        assertEquals(List.of(), host.log);
    }

    @Test
    void randomCallsAlwaysGetAnAnswer() {
        Random random = new Random(3);
        long[] bases = {0, 0x8000_0000L, 0x8400_0000L, 0xC400_0000L, 0x8400_FF00L, 0x8500_FF00L, 0x8600_FF00L};
        Host host = new Host(5);
        SmcccDispatcher dispatcher = new SmcccDispatcher(host, FirmwareProfile.XEN, c -> false);
        for (int n = 0; n < 200_000; n++) {
            long id = random.nextBoolean() ? random.nextLong() : bases[random.nextInt(7)] + random.nextInt(32);
            FakeCall call =
                    new FakeCall(random.nextInt(5), id, random.nextLong(), random.nextInt(8), random.nextLong());
            long[] before = call.registers();
            dispatcher.call(SmcccDispatcher.Conduit.values()[random.nextInt(2)], call);
            for (int r = 4; r < 18; r++) {
                assertEquals(before[r], call.register(r), "X" + r);
            }
            host.log.clear();
        }
    }
}
