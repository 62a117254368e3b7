// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;
import org.xenolith.testkit.fake.DeviceBench;
import org.xenolith.testkit.fake.RecordingLine;

/** What a device must keep; each is one test. The names are read as sentences about the device. */
enum Obligation {
    IS_ALIKE_AFTER_EACH_RESET("is alike after each reset, its line low") {
        @Override
        void check(Subject subject, long seed) throws DeviceException {
            DeviceBench one = subject.bench();
            DeviceBench other = subject.bench();
            same(one.device().state(), other.device().state(), "of two devices after reset");
            if (one.line().level() || one.line().pulses() > 0) {
                throw new AssertionError("the line is high after reset");
            }
            for (int offset = 0; offset < subject.contract().window(); offset++) {
                for (int width = 1; width <= 8; width *= 2) {
                    equal(read(one, offset, width), read(other, offset, width), "read" + 8 * width + " at " + offset);
                }
            }
        }
    },

    ANSWERS_ANY_ACCESS("answers any access by a value or a bus fault, whatever the back end claims") {
        @Override
        void check(Subject subject, long seed) throws DeviceException {
            DeviceBench bench = subject.bench();
            RandomSteps steps = new RandomSteps(seed, subject, true);
            subject.times(steps, () -> steps.next(bench));
        }
    },

    IS_RESTORED_AT_ANY_STEP("is restored at any step as it was saved") {
        @Override
        void check(Subject subject, long seed) throws DeviceException {
            DeviceBench bench = subject.bench();
            RandomSteps steps = new RandomSteps(seed, subject, false);
            subject.times(steps, () -> {
                steps.next(bench);
                DeviceState saved = bench.device().state();
                Device restored = subject.factory().create(bench.context(), saved);
                same(saved, restored.state(), "of the device, and of one that is restored from it");
            });
        }
    },

    DRIVES_ITS_LINE_BY_ITS_STATE("drives its line by its state alone") {
        @Override
        void check(Subject subject, long seed) throws DeviceException {
            DeviceBench bench = subject.bench();
            RandomSteps steps = new RandomSteps(seed, subject, false);
            subject.times(steps, () -> {
                steps.next(bench);
                boolean level = bench.line().level();
                Optional<Boolean> said = subject.formula().level(bench.device().state());
                if (said.isPresent()) {
                    equal(said.get(), level, "the line by the formula, and the line");
                }
                bench.line().set(!level);
                bench.renew();
                if (!subject.pulses()) {
                    equal(level, bench.line().level(), "the line, and the line as a successor drives it");
                }
            });
        }
    },

    HIDES_SWAPS("is replaced after each step without the guest noticing") {
        @Override
        void check(Subject subject, long seed) throws DeviceException {
            DeviceBench steady = subject.bench();
            DeviceBench replaced = subject.bench();
            RandomSteps left = new RandomSteps(seed, subject, false);
            RandomSteps right = new RandomSteps(seed, subject, false);
            subject.times(left, () -> {
                equal(left.next(steady), right.next(replaced), "a step without and with swaps");
                replaced.renew();
                same(steady.device().state(), replaced.device().state(), "without and with swaps");
                equal(outside(steady), outside(replaced), "line and queues without and with swaps");
            });
        }
    },

    REFUSES_DAMAGED_STATES("refuses a damaged state, or takes it and answers all the same") {
        @Override
        void check(Subject subject, long seed) throws DeviceException {
            DeviceBench bench = subject.bench();
            RandomSteps steps = new RandomSteps(seed, subject, false);
            for (int i = 0; i < 200; i++) {
                steps.next(bench);
            }
            DeviceState good = bench.device().state();
            for (String name : good.fields().keySet()) {
                for (Object value : new Object[] {"", Long.MIN_VALUE, Long.MAX_VALUE, -1L, new byte[70_000], "x"}) {
                    damaged(subject, good, name, value);
                }
            }
        }
    },

    REFUSES_MUTATED_STATES(
            "refuses what has become of a state by mutation, or takes it and keeps the rest of its contract") {
        @Override
        void check(Subject subject, long seed) throws DeviceException {
            DeviceBench bench = subject.bench();
            RandomSteps steps = new RandomSteps(seed, subject, false);
            Mutations mutations = new Mutations(seed);
            subject.times(steps, () -> {
                steps.next(bench);
                for (int i = 0; i < Mutations.EACH_STEP; i++) {
                    DeviceState mutated = mutations.of(bench.device().state());
                    try {
                        mutations.tryOut(subject, mutated);
                    } catch (AssertionError e) {
                        throw new AssertionError(e.getMessage() + "\nthe state: " + States.text(mutated), e);
                    }
                }
            });
            mutations.requireBoth();
        }
    },

    IS_STILL_WHEN_STOPPED("leaves line and console alone when it has stopped") {
        @Override
        void check(Subject subject, long seed) throws DeviceException {
            for (int round = 0; round < 20; round++) {
                DeviceBench bench = subject.bench();
                RandomSteps steps = new RandomSteps(seed + round, subject, false);
                for (int i = 0; i < 100; i++) {
                    steps.next(bench);
                }
                bench.device().stop();
                String before = outside(bench);
                bench.console().notifyDevice();
                bench.clock().advance(1_000_000_000L);
                equal(before, outside(bench), "line and queues when it has stopped, and later");
            }
        }
    };

    private final String sentence;

    Obligation(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    /** Checks a device; an {@link AssertionError} says what is wrong. */
    abstract void check(Subject subject, long seed) throws DeviceException;

    private static void damaged(Subject subject, DeviceState good, String name, Object value) throws DeviceException {
        Map<String, Object> fields = new HashMap<>(good.fields());
        if (value.equals("")) {
            fields.remove(name);
        } else {
            fields.put(name, value);
        }
        DeviceBench bench = subject.bench();
        bench.device().stop();
        Device device;
        try {
            device = subject.factory().create(bench.context(), new DeviceState(good.kind(), good.version(), fields));
        } catch (DeviceException refused) {
            return;
        } catch (RuntimeException e) {
            throw new AssertionError("with field " + name + " damaged the factory threw " + e, e);
        }
        try {
            device.start();
            for (int offset = 0; offset < subject.contract().window(); offset += 4) {
                long unused = device.read(0, offset, 4);
                device.write(0, offset, 4, 1);
            }
        } catch (BusFault refused) {
            device.stop();
        } catch (RuntimeException e) {
            throw new AssertionError("restored with field " + name + " damaged the device threw " + e, e);
        }
    }

    private static String read(DeviceBench bench, int offset, int width) {
        try {
            return Long.toHexString(bench.read(offset, width));
        } catch (BusFault fault) {
            return String.valueOf(fault.getMessage());
        }
    }

    private static String outside(DeviceBench bench) {
        RecordingLine line = bench.line();
        return "line " + line.level() + " pulses " + line.pulses() + " "
                + bench.console().indices();
    }

    private static void same(DeviceState expected, DeviceState actual, String whose) {
        States.difference(expected, actual).ifPresent(difference -> {
            throw new AssertionError("the state " + whose + " differs, " + difference);
        });
    }

    private static void equal(Object expected, Object actual, String what) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": " + expected + ", then " + actual);
        }
    }
}
