// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;
import org.xenolith.testkit.fake.DeviceBench;

/** States that no device has left, near to one that a device has; and what a device may make of one. */
final class Mutations {
    /** How many mutated states are tried at each step. */
    static final int EACH_STEP = 3;

    private static final int STEPS = 12;
    private static final int LONGEST = 5_000;
    private static final long[] CORNERS = {0, 1, -1, 0xFF, 0x100, 0xFFFF, 0xFFFF_FFFFL, Long.MIN_VALUE, Long.MAX_VALUE};

    private final Random random;
    private int refused;
    private int taken;

    Mutations(long seed) {
        random = new Random(seed);
    }

    /** Changes one to three things of a state, most often one field. */
    DeviceState of(DeviceState good) {
        Map<String, Object> fields = new HashMap<>(good.fields());
        List<String> names = new ArrayList<>(good.fields().keySet());
        String kind = good.kind();
        int version = good.version();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            switch (random.nextInt(24)) {
                case 0 -> kind = random.nextBoolean() ? kind + "x" : "";
                case 1 -> version = random.nextBoolean() ? version + 1 - random.nextInt(3) : random.nextInt();
                case 2 -> fields.put("field" + random.nextInt(9), random.nextLong());
                case 3 -> fields.remove(any(names));
                case 4 -> fields.put(any(names), fields.getOrDefault(any(names), 0L));
                default -> fields.computeIfPresent(any(names), (name, value) -> near(value));
            }
        }
        return new DeviceState(kind, version, fields);
    }

    private String any(List<String> names) {
        return names.isEmpty() ? "field" : names.get(random.nextInt(names.size()));
    }

    private Object near(Object value) {
        if (random.nextInt(12) == 0) {
            return List.<Object>of(0L, "", "0", new byte[0], new byte[] {1, 2, 3})
                    .get(random.nextInt(5));
        }
        return switch (value) {
            case Long number -> number(number);
            case byte[] bytes -> bytes(bytes);
            default -> value + (random.nextBoolean() ? "x" : "\0");
        };
    }

    private long number(long number) {
        return switch (random.nextInt(5)) {
            case 0 -> CORNERS[random.nextInt(CORNERS.length)];
            case 1 -> random.nextLong();
            case 2 -> number + random.nextInt(9) - 4;
            case 3 -> number ^ 1L << random.nextInt(12);
            default -> number ^ 1L << random.nextInt(64);
        };
    }

    private byte[] bytes(byte[] bytes) {
        int length = random.nextInt(4) == 0 ? random.nextInt(LONGEST) : bytes.length + random.nextInt(3);
        byte[] changed = new byte[length];
        random.nextBytes(changed);
        System.arraycopy(bytes, 0, changed, 0, Math.min(random.nextInt(length + 1), bytes.length));
        return changed;
    }

    /** Lets a device take over such a state; an {@link AssertionError} says what it does that it must not. */
    void tryOut(Subject subject, DeviceState mutated) throws DeviceException {
        DeviceBench bench = subject.bench();
        Device device;
        try {
            device = subject.factory().create(bench.context(), mutated);
        } catch (DeviceException e) {
            refused++;
            return;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("the factory threw " + e, e);
        }
        taken++;
        try {
            DeviceState before = device.state();
            Device again = subject.factory().create(bench.context(), before);
            States.difference(before, again.state()).ifPresent(difference -> {
                throw new AssertionError("a device that took it, and one restored from that, differ: " + difference);
            });
            bench.swap((context, state) -> device);
            RandomSteps steps = new RandomSteps(random.nextLong(), subject, true);
            checkLine(subject, bench, "at the start");
            for (int i = 0; i < STEPS; i++) {
                String step = steps.next(bench);
                checkLine(subject, bench, step);
            }
            bench.device().stop();
        } catch (DeviceException | RuntimeException | StackOverflowError e) {
            throw new AssertionError("a device that took it threw " + e, e);
        }
    }

    private static void checkLine(Subject subject, DeviceBench bench, String step) throws DeviceException {
        Optional<Boolean> said = subject.formula().level(bench.device().state());
        if (said.isPresent() && !subject.pulses() && said.get() != bench.line().level()) {
            throw new AssertionError(
                    "after " + step + " the line is " + bench.line().level() + ", by the formula " + said.get());
        }
    }

    /** Checks that some states were taken and some refused: otherwise nothing has been shown. */
    void requireBoth() {
        if (refused == 0 || taken == 0) {
            throw new AssertionError(refused + " mutated states were refused, " + taken + " taken");
        }
    }
}
