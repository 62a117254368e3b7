// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.time.VirtualClock;
import org.xenolith.platform.arm.ManualClock;
import org.xenolith.platform.arm.Vectors;
import org.xenolith.platform.arm.gic.Gic;
import org.xenolith.platform.arm.gic.GicConfig;
import org.xenolith.platform.arm.gic.GicProfile;
import org.xenolith.platform.arm.gic.GicVersion;
import org.xenolith.platform.arm.gic.IccRegister;
import org.xenolith.platform.arm.gic.IrqOutput;

/** The timers of one vCPU against vectors, a formula, and an interrupt controller. */
class VcpuTimersTest {
    private static final long BEFORE = 0x1000;

    /** A line that counts how often it rises. */
    private static final class Probe implements InterruptLine {
        private boolean level;
        private int edges;

        @Override
        public void set(boolean level) {
            if (level && !this.level) {
                edges++;
            }
            this.level = level;
        }
    }

    /** Timers with everything around them. */
    private static final class Bench {
        private final ManualClock clock = new ManualClock();
        private final Probe virtual = new Probe();
        private final Probe physical = new Probe();
        private final VcpuTimers timers;

        Bench(String profile) {
            timers = new VcpuTimers(new SystemCounter(clock, BEFORE), TimerProfile.named(profile), virtual, physical);
        }
    }

    static List<Vectors.Row> vectors() {
        return Vectors.load(VcpuTimersTest.class, "vectors.txt", 4);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void answersAsTheVectorSays(Vectors.Row row) {
        Bench bench = new Bench(row.field(1));
        String answer = "";
        for (String step : row.field(2).split(";")) {
            answer = perform(bench, step.strip().split(" "));
        }
        assertEquals(row.field(3).toLowerCase(Locale.ROOT), answer, row.field(2));
    }

    private static String perform(Bench bench, String[] words) {
        switch (words[0]) {
            case "r" -> {
                return Long.toHexString(bench.timers.read(TimerRegister.valueOf(words[1])));
            }
            case "w" -> bench.timers.write(TimerRegister.valueOf(words[1]), Long.parseUnsignedLong(words[2], 16));
            case "run" -> bench.clock.advance(Long.parseLong(words[1], 16) * 16);
            case "edges" -> {
                return Integer.toHexString(words[1].equals("V") ? bench.virtual.edges : bench.physical.edges);
            }
            case "line" -> {
                return (words[1].equals("V") ? bench.virtual.level : bench.physical.level) ? "1" : "0";
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
        return "done";
    }

    @Test
    void theArchitecturalLineAlwaysEqualsItsFormula() {
        Random random = new Random(11);
        Bench bench = new Bench("architectural");
        TimerRegister[] registers = TimerRegister.values();
        int raised = 0;
        for (int n = 0; n < 100_000; n++) {
            TimerRegister r = registers[random.nextInt(registers.length)];
            long now = bench.timers.read(TimerRegister.CNTVCT_EL0);
            boolean compare = r == TimerRegister.CNTV_CVAL_EL0 || r == TimerRegister.CNTP_CVAL_EL0;
            bench.timers.write(r, compare ? now + random.nextInt(2000) : random.nextInt(400));
            bench.clock.advance(random.nextInt(3000));
            assertFormula(bench, bench.virtual, TimerRegister.CNTV_CTL_EL0, TimerRegister.CNTV_CVAL_EL0, 0);
            assertFormula(bench, bench.physical, TimerRegister.CNTP_CTL_EL0, TimerRegister.CNTP_CVAL_EL0, BEFORE);
            raised += bench.virtual.level ? 1 : 0;
        }
        assertTrue(raised > 1_000 && raised < 99_000, "raised " + raised);
    }

    private static void assertFormula(
            Bench bench, Probe line, TimerRegister control, TimerRegister compare, long ahead) {
        long ctl = bench.timers.read(control);
        long count = bench.clock.nanos() / 16 + ahead;
        boolean met = Long.compareUnsigned(count, bench.timers.read(compare)) >= 0;
        assertEquals((ctl & 1) != 0 && met, (ctl & 4) != 0, "ISTATUS");
        assertEquals((ctl & 7) == 5, line.level, "line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xen", "architectural"})
    void randomWritesNeverThrowAndTheStateSurvivesSaveAndRestore(String profile) throws DeviceException {
        Random random = new Random(12);
        Bench bench = new Bench(profile);
        for (int n = 0; n < 100_000; n++) {
            TimerRegister r = TimerRegister.values()[random.nextInt(9)];
            bench.timers.write(r, random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(1000));
            bench.clock.advance(random.nextInt(500));
            if (n % 1000 == 0) {
                Bench copy = new Bench(profile);
                copy.clock.advance(bench.clock.nanos());
                copy.timers.restore(bench.timers.state());
                assertEquals(bench.timers.state(), copy.timers.state());
                assertEquals(bench.virtual.level, copy.virtual.level);
                assertEquals(bench.clock.nextDeadline(), copy.clock.nextDeadline());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xen", "architectural"})
    void aDisabledOrMaskedTimerHasNoAlarm(String profile) {
        Bench bench = new Bench(profile);
        bench.timers.write(TimerRegister.CNTV_CVAL_EL0, 100);
        bench.timers.write(TimerRegister.CNTV_CTL_EL0, 1);
        assertEquals(1600, bench.clock.nextDeadline());
        bench.timers.write(TimerRegister.CNTV_CVAL_EL0, 200);
        assertEquals(3200, bench.clock.nextDeadline());
        bench.timers.write(TimerRegister.CNTV_CTL_EL0, 3);
        assertEquals(VirtualClock.NEVER, bench.clock.nextDeadline());
        bench.timers.write(TimerRegister.CNTV_CTL_EL0, 1);
        bench.timers.write(TimerRegister.CNTV_CTL_EL0, 0);
        assertEquals(VirtualClock.NEVER, bench.clock.nextDeadline());
    }

    @ParameterizedTest
    @ValueSource(strings = {"xen", "architectural"})
    void aTickHandlerIsInterruptedOnceForEachDeadline(String profile) throws Exception {
        ManualClock clock = new ManualClock();
        Gic gic = new Gic(new GicConfig(GicVersion.V3, GicProfile.named(profile), 1, 32), IrqOutput.UNCONNECTED);
        VcpuTimers timers = new VcpuTimers(
                new SystemCounter(clock, 0),
                TimerProfile.named(profile),
                gic.local(0, VcpuTimers.VIRTUAL_INTID),
                gic.local(0, VcpuTimers.PHYSICAL_INTID));
        gic.distributor().write(0, 0, 4, 2);
        gic.redistributors().write(0, 0x10100, 4, 1L << 27);
        gic.writeIcc(0, IccRegister.PMR_EL1, 0xF0);
        gic.writeIcc(0, IccRegister.IGRPEN1_EL1, 1);
        timers.write(TimerRegister.CNTV_TVAL_EL0, 1000);
        timers.write(TimerRegister.CNTV_CTL_EL0, 1);
        int ticks = 0;
        for (int n = 0; n < 10_000; n++) {
            clock.advance(1600);
            if (gic.irqAsserted(0)) {
                assertEquals(27, gic.readIcc(0, IccRegister.IAR1_EL1));
                timers.write(TimerRegister.CNTV_CTL_EL0, 3);
                timers.write(TimerRegister.CNTV_TVAL_EL0, 1000);
                timers.write(TimerRegister.CNTV_CTL_EL0, 1);
                gic.writeIcc(0, IccRegister.EOIR1_EL1, 27);
                assertFalse(gic.irqAsserted(0));
                ticks++;
            }
        }
        assertEquals(1000, ticks);
    }

    @Test
    void aWriterAndAnAlarmThreadLeaveTheLineAsTheRegistersSay() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Bench bench = new Bench("architectural");
            long end = 2_000;
            CountDownLatch go = new CountDownLatch(1);
            Thread alarms = Thread.ofPlatform().start(() -> {
                await(go);
                for (int n = 0; n < end; n++) {
                    bench.timers.read(TimerRegister.CNTV_CTL_EL0);
                }
            });
            go.countDown();
            for (int n = 0; n < end; n++) {
                bench.timers.write(TimerRegister.CNTV_CTL_EL0, n & 3);
                bench.timers.write(TimerRegister.CNTV_CVAL_EL0, (n & 4) == 0 ? 0 : 1_000);
            }
            alarms.join();
            assertEquals((bench.timers.read(TimerRegister.CNTV_CTL_EL0) & 7) == 5, bench.virtual.level);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xen", "architectural"})
    void anAlarmThatComesTooEarlyIsSetAgain(String profile) {
        Bench bench = new Bench(profile);
        bench.timers.write(TimerRegister.CNTV_CVAL_EL0, 100);
        bench.timers.write(TimerRegister.CNTV_CTL_EL0, 1);
        bench.clock.fireEarly();
        assertEquals(0, bench.virtual.edges);
        assertEquals(1600, bench.clock.nextDeadline());
        bench.clock.advance(1600);
        assertEquals(1, bench.virtual.edges);
    }

    @Test
    void aLineThatIsLoweredWhileItIsBeingRaisedEndsLow() {
        ManualClock clock = new ManualClock();
        VcpuTimers[] holder = new VcpuTimers[1];
        List<Boolean> told = new ArrayList<>();
        InterruptLine line = level -> {
            told.add(level);
            if (level) {
                Thread other = Thread.ofPlatform().start(() -> holder[0].write(TimerRegister.CNTV_CTL_EL0, 0));
                try {
                    other.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        holder[0] = new VcpuTimers(
                new SystemCounter(clock, 0), TimerProfile.ARCHITECTURAL, line, InterruptLine.UNCONNECTED);
        holder[0].write(TimerRegister.CNTV_CTL_EL0, 1);
        assertEquals(List.of(true, false), told);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void el0IsLetInByTheBitsOfCntkctl() {
        for (TimerRegister r : TimerRegister.values()) {
            assertFalse(r.allowedAtEl0(0xFC), r.name());
            assertTrue(r.allowedAtEl0(0x303), r.name());
        }
        assertTrue(TimerRegister.CNTFRQ_EL0.allowedAtEl0(1));
        assertTrue(TimerRegister.CNTFRQ_EL0.allowedAtEl0(2));
        assertTrue(TimerRegister.CNTPCT_EL0.allowedAtEl0(1));
        assertFalse(TimerRegister.CNTPCT_EL0.allowedAtEl0(2));
        assertTrue(TimerRegister.CNTVCT_EL0.allowedAtEl0(2));
        assertFalse(TimerRegister.CNTVCT_EL0.allowedAtEl0(1));
        assertTrue(TimerRegister.CNTV_CTL_EL0.allowedAtEl0(0x100));
        assertFalse(TimerRegister.CNTV_CTL_EL0.allowedAtEl0(0x200));
        assertTrue(TimerRegister.CNTP_CVAL_EL0.allowedAtEl0(0x200));
        assertFalse(TimerRegister.CNTP_CVAL_EL0.allowedAtEl0(0x100));
    }

    @Test
    void registersAreFoundByTheirEncoding() {
        assertEquals(Optional.of(TimerRegister.CNTVCT_EL0), TimerRegister.of(0, 2));
        assertEquals(Optional.of(TimerRegister.CNTP_CVAL_EL0), TimerRegister.of(2, 2));
        assertEquals(Optional.empty(), TimerRegister.of(3, 3));
        assertEquals(Optional.of(IccRegister.SGI1R_EL1), IccRegister.of(12, 11, 5));
        assertEquals(Optional.of(IccRegister.PMR_EL1), IccRegister.of(4, 6, 0));
        assertEquals(Optional.empty(), IccRegister.of(12, 9, 1));
    }
}
