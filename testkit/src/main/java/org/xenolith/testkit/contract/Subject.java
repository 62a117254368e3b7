// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.contract;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.testkit.fake.DeviceBench;
import org.xenolith.testkit.fake.RingConsole;

/** The device that a contract is about. */
record Subject(DeviceContract contract, DeviceFactory factory, LineFormula formula, int[] offsets, int steps) {
    /** What is done again and again. */
    @FunctionalInterface
    interface Step {
        void make() throws DeviceException;
    }

    /** Makes what a contract names. */
    static Subject of(DeviceContract contract, int steps) {
        Supplier<? extends DeviceFactory> supplier = create(contract.factory());
        return new Subject(
                contract,
                supplier.get(),
                create(contract.line()),
                create(contract.registers()).offsets(),
                steps);
    }

    private static <T> T create(Class<? extends T> type) {
        try {
            Constructor<? extends T> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    type + " cannot be created; it needs a constructor without parameters", e);
        }
    }

    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        Arrays.stream(contract.settings()).forEach(entry -> {
            String[] pair = entry.split("=", 2);
            if (pair.length != 2) {
                throw new IllegalArgumentException("setting " + entry + ", allowed: name=value");
            }
            settings.put(pair[0], pair[1]);
        });
        return settings;
    }

    /** Tells whether the line ends at an edge-triggered input, where levels say nothing. */
    boolean pulses() {
        return "edge".equals(settings().get("wiring"));
    }

    /** Builds and starts a device that has just been reset. */
    DeviceBench bench() throws DeviceException {
        RingConsole console = new RingConsole(contract.in(), contract.out());
        return new DeviceBench(factory, contract.kind(), contract.domain(), console, settings());
    }

    /** Makes as many steps as are asked for; an error names the step and those before it. */
    void times(RandomSteps sequence, Step step) throws DeviceException {
        for (int i = 0; i < steps; i++) {
            try {
                step.make();
            } catch (AssertionError | DeviceException e) {
                throw new AssertionError(
                        "step " + i + ": " + e.getMessage() + "\nthe steps before: " + sequence.last(), e);
            }
        }
    }
}
