// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.platform.arm.gic.Gic;
import org.xenolith.platform.arm.gic.GicConfig;
import org.xenolith.platform.arm.gic.GicProfile;
import org.xenolith.platform.arm.gic.GicVersion;
import org.xenolith.platform.arm.gic.IccRegister;

/** One shared interrupt from its line to its end, on a GICv3 with 4 vCPUs. The score is in nanoseconds an interrupt. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class GicBenchmark {
    private static final int INTID = 40;

    /** A controller at which vCPU 0 takes one interrupt. */
    static class Machine {
        private final Gic gic;
        private final InterruptLine line;

        Machine(GicProfile profile) {
            gic = new Gic(new GicConfig(GicVersion.V3, profile, 4, 64), (vcpu, asserted) -> {});
            line = gic.shared(INTID);
            try {
                gic.distributor().write(0, 0x000, 4, 0x12); // GICD_CTLR: affinity routing, group 1
                gic.distributor().write(0, 0x104, 4, 1L << INTID - 32); // GICD_ISENABLER1
            } catch (BusFault e) {
                throw new IllegalStateException("the distributor refuses its set-up", e);
            }
            gic.writeIcc(0, IccRegister.PMR_EL1, 0xF8);
            gic.writeIcc(0, IccRegister.IGRPEN1_EL1, 1);
            if (interrupt() != INTID) {
                throw new IllegalStateException("the interrupt does not arrive");
            }
        }

        final long interrupt() {
            line.set(true);
            long intid = gic.readIcc(0, IccRegister.IAR1_EL1);
            line.set(false);
            gic.writeIcc(0, IccRegister.EOIR1_EL1, intid);
            return intid;
        }
    }

    /** As the architecture has it. */
    @State(Scope.Thread)
    public static class Architectural extends Machine {
        /** Builds it. */
        public Architectural() {
            super(GicProfile.ARCHITECTURAL);
        }
    }

    /** As Xen has it. */
    @State(Scope.Thread)
    public static class AsXen extends Machine {
        /** Builds it. */
        public AsXen() {
            super(GicProfile.XEN);
        }
    }

    /** Raise, acknowledge, lower, end. */
    @Benchmark
    public long architectural(Architectural machine) {
        return machine.interrupt();
    }

    /** Raise, acknowledge, lower, end. */
    @Benchmark
    public long xen(AsXen machine) {
        return machine.interrupt();
    }
}
