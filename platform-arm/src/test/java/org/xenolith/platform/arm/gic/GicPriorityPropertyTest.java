// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioHandler;

/** Selection, preemption, priority drop and deactivation against a model that recomputes everything. */
class GicPriorityPropertyTest {
    enum Kind {
        ENABLE,
        DISABLE,
        RAISE,
        LOWER,
        TRIGGER,
        PRIORITY,
        PEND,
        UNPEND,
        ACKNOWLEDGE,
        END,
        DEACTIVATE,
        MASK,
        BINARY_POINT,
        GROUP,
        FORWARD,
        SPLIT,
        ACTIVATE,
        CLEAR_ACTIVE
    }

    record Step(Kind kind, int intid, int value) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, Arbitraries.of(Kind.RAISE, Kind.LOWER, Kind.ENABLE, Kind.PRIORITY)),
                net.jqwik.api.Tuple.of(5, Arbitraries.of(Kind.ACKNOWLEDGE, Kind.END)),
                net.jqwik.api.Tuple.of(2, Arbitraries.of(Kind.PEND, Kind.UNPEND, Kind.DEACTIVATE, Kind.TRIGGER)),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(Kind.class)));
        Arbitrary<Integer> intids = Arbitraries.integers().between(28, 40);
        Arbitrary<Integer> values = Arbitraries.integers().between(0, 255);
        return Combinators.combine(kinds, intids, values)
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(200);
    }

    @Property(tries = 400)
    void version3AgreesWithTheModel(@ForAll("steps") List<Step> steps) throws BusFault {
        run(new Version3(), steps);
    }

    @Property(tries = 400)
    void version2AgreesWithTheModel(@ForAll("steps") List<Step> steps) throws BusFault {
        run(new Version2(), steps);
    }

    private static void run(Machine m, List<Step> steps) throws BusFault {
        NaiveGic model = new NaiveGic();
        model.forwarding = true;
        model.group = true;
        model.mask = 0xF8;
        m.forward(true);
        m.group(true, false);
        m.mask(0xF8);
        for (Step s : steps) {
            int got = m.perform(s, model);
            assertEquals(model.asserted(), m.gic.irqAsserted(0), s + ": output");
            assertEquals(model.runningPriority(), m.runningPriority(), s + ": running priority");
            assertEquals(0, got, s + ": answer differs by");
            for (int n = 28; n <= 40; n++) {
                int bit = n;
                assertEquals(model.pending(n), m.bit(0x200, bit), s + ": pending " + n);
                assertEquals(model.active[n], m.bit(0x300, bit), s + ": active " + n);
            }
        }
    }

    /** A controller with one CPU and how its registers are reached. */
    private abstract static class Machine {
        final Gic gic;
        private boolean group = true;
        private boolean split;

        Machine(GicVersion version) {
            gic = new Gic(new GicConfig(version, GicProfile.ARCHITECTURAL, 1, 32), IrqOutput.UNCONNECTED);
        }

        abstract void forward(boolean on) throws BusFault;

        abstract void group(boolean on, boolean split) throws BusFault;

        abstract void mask(int value) throws BusFault;

        abstract void binaryPoint(int subpriorityBits) throws BusFault;

        abstract int acknowledge() throws BusFault;

        abstract void end(int intid) throws BusFault;

        abstract void deactivate(int intid) throws BusFault;

        abstract int runningPriority() throws BusFault;

        abstract MmioHandler frameOf(int intid);

        abstract long base(int intid);

        boolean bit(int register, int intid) throws BusFault {
            long word = frameOf(intid).read(0, base(intid) + register + intid / 32 * 4L, 4);
            return (word >> intid % 32 & 1) != 0;
        }

        void setBit(int register, int intid) throws BusFault {
            frameOf(intid).write(0, base(intid) + register + intid / 32 * 4L, 4, 1L << intid % 32);
        }

        /** Performs a step on both; returns the difference of what they answer. */
        int perform(Step s, NaiveGic model) throws BusFault {
            int n = s.intid();
            switch (s.kind()) {
                case ENABLE -> {
                    model.enabled[n] = true;
                    setBit(0x100, n);
                }
                case DISABLE -> {
                    model.enabled[n] = false;
                    setBit(0x180, n);
                }
                case RAISE, LOWER -> {
                    boolean level = s.kind() == Kind.RAISE;
                    model.setLine(n, level);
                    (n < 32 ? gic.local(0, n) : gic.shared(n)).set(level);
                }
                case TRIGGER -> trigger(model, n, (s.value() & 1) != 0);
                case PRIORITY -> {
                    model.priority[n] = s.value() & 0xF8;
                    frameOf(n).write(0, base(n) + 0x400 + n, 1, s.value());
                }
                case PEND -> {
                    model.latch[n] = true;
                    setBit(0x200, n);
                }
                case UNPEND -> {
                    model.latch[n] = false;
                    setBit(0x280, n);
                }
                case ACTIVATE -> {
                    model.active[n] = true;
                    setBit(0x300, n);
                }
                case CLEAR_ACTIVE -> {
                    model.active[n] = false;
                    setBit(0x380, n);
                }
                case ACKNOWLEDGE -> {
                    return model.acknowledge() - acknowledge();
                }
                case END -> {
                    model.endOfInterrupt(n);
                    end(n);
                }
                case DEACTIVATE -> {
                    model.deactivate(n);
                    deactivate(n);
                }
                case MASK -> {
                    model.mask = s.value() & 0xF8;
                    mask(s.value());
                }
                default -> control(s, model);
            }
            return 0;
        }

        private void control(Step s, NaiveGic model) throws BusFault {
            boolean on = s.value() < 200;
            switch (s.kind()) {
                case BINARY_POINT -> {
                    // Only while nothing is active: what a changed split does to active priorities is not defined.
                    if (model.running.isEmpty()) {
                        model.subpriorityBits = 3 + s.value() % 5;
                        binaryPoint(model.subpriorityBits);
                    }
                }
                case GROUP -> {
                    group = on;
                    model.group = on;
                    group(group, split);
                }
                case SPLIT -> {
                    split = !on;
                    model.split = split;
                    group(group, split);
                }
                case FORWARD -> {
                    model.forwarding = on;
                    forward(on);
                }
                default -> throw new IllegalStateException(s.toString());
            }
        }

        private void trigger(NaiveGic model, int n, boolean edge) throws BusFault {
            model.edge[n] = edge;
            long offset = base(n) + 0xC00 + n / 16 * 4L;
            long word = frameOf(n).read(0, offset, 4);
            long bit = 2L << n % 16 * 2;
            frameOf(n).write(0, offset, 4, edge ? word | bit : word & ~bit);
        }
    }

    private static final class Version3 extends Machine {
        Version3() {
            super(GicVersion.V3);
        }

        @Override
        void forward(boolean on) throws BusFault {
            gic.distributor().write(0, 0, 4, on ? 2 : 0);
        }

        @Override
        void group(boolean on, boolean split) {
            gic.writeIcc(0, IccRegister.IGRPEN1_EL1, on ? 1 : 0);
            gic.writeIcc(0, IccRegister.CTLR_EL1, split ? 2 : 0);
        }

        @Override
        void mask(int value) {
            gic.writeIcc(0, IccRegister.PMR_EL1, value);
        }

        @Override
        void binaryPoint(int subpriorityBits) {
            gic.writeIcc(0, IccRegister.BPR1_EL1, subpriorityBits);
        }

        @Override
        int acknowledge() {
            return (int) gic.readIcc(0, IccRegister.IAR1_EL1);
        }

        @Override
        void end(int intid) {
            gic.writeIcc(0, IccRegister.EOIR1_EL1, intid);
        }

        @Override
        void deactivate(int intid) {
            gic.writeIcc(0, IccRegister.DIR_EL1, intid);
        }

        @Override
        int runningPriority() {
            return (int) gic.readIcc(0, IccRegister.RPR_EL1);
        }

        @Override
        MmioHandler frameOf(int intid) {
            return intid < 32 ? gic.redistributors() : gic.distributor();
        }

        @Override
        long base(int intid) {
            return intid < 32 ? 0x10000 : 0;
        }
    }

    private static final class Version2 extends Machine {
        Version2() {
            super(GicVersion.V2);
        }

        @Override
        void forward(boolean on) throws BusFault {
            gic.distributor().write(0, 0, 4, on ? 1 : 0);
        }

        @Override
        void group(boolean on, boolean split) throws BusFault {
            gic.cpuInterface().write(0, 0, 4, (on ? 1 : 0) | (split ? 0x200 : 0));
        }

        @Override
        void mask(int value) throws BusFault {
            gic.cpuInterface().write(0, 4, 4, value);
        }

        @Override
        void binaryPoint(int subpriorityBits) throws BusFault {
            gic.cpuInterface().write(0, 8, 4, subpriorityBits - 1);
        }

        @Override
        int acknowledge() throws BusFault {
            return (int) gic.cpuInterface().read(0, 0xC, 4);
        }

        @Override
        void end(int intid) throws BusFault {
            gic.cpuInterface().write(0, 0x10, 4, intid);
        }

        @Override
        void deactivate(int intid) throws BusFault {
            gic.cpuInterface().write(0, 0x1000, 4, intid);
        }

        @Override
        int runningPriority() throws BusFault {
            return (int) gic.cpuInterface().read(0, 0x14, 4);
        }

        @Override
        MmioHandler frameOf(int intid) {
            return gic.distributor();
        }

        @Override
        long base(int intid) {
            return 0;
        }
    }
}
