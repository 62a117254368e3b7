// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenolith.api.device.DeviceState;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.testkit.fake.DeviceBench;

/** Several vCPUs and the back end at once. */
class RacingThreadsTest {
    private static void together(List<Callable<Void>> bodies) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(bodies.size())) {
            List<Future<Void>> running = new ArrayList<>();
            for (Callable<Void> body : bodies) {
                running.add(threads.submit(body));
            }
            for (Future<Void> each : running) {
                each.get();
            }
        }
    }

    @RepeatedTest(20)
    void theLineEndsAtTheLevelOfTheLastChange() throws Exception {
        DeviceBench bench = Benches.bench("mainline", "level");
        bench.write(Register.DR.offset, 1, 0x41);
        List<Callable<Void>> bodies = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int vcpu = i;
            bodies.add(() -> {
                for (int n = 0; n < 4_000; n++) {
                    bench.device().write(vcpu, Register.IMSC.offset, 4, n + vcpu & 1 << 5 | (n & 1) << 5);
                }
                return null;
            });
        }
        bodies.add(() -> {
            for (int n = 0; n < 2_000; n++) {
                bench.console().notifyDevice();
            }
            return null;
        });
        together(bodies);
        DeviceState state = bench.device().state();
        boolean expected = (state.number("ris", 0) & state.number("imsc", 0)) != 0;
        assertEquals(expected, bench.line().level());
    }

    /** The line notes a change and drives it while it is being driven, as another thread would at that moment. */
    @Test
    void aLevelNotedWhileAnotherIsBeingDrivenIsDrivenAfterIt() {
        List<Boolean> driven = new ArrayList<>();
        InterruptOutput[] output = new InterruptOutput[1];
        output[0] = new InterruptOutput(
                level -> {
                    if (driven.isEmpty()) {
                        output[0].level(false);
                        output[0].drive();
                    }
                    driven.add(level);
                },
                false);
        output[0].level(true);
        output[0].drive();
        assertEquals(List.of(true, false), driven);
    }

    @Test
    void injectionsNotedWhileAPulseIsBeingDrivenAreNotLost() {
        int[] pulses = new int[1];
        InterruptOutput[] output = new InterruptOutput[1];
        InterruptLine line = new InterruptLine() {
            @Override
            public void set(boolean level) {
                throw new AssertionError("a level at an edge-triggered input");
            }

            @Override
            public void pulse() {
                if (pulses[0]++ == 0) {
                    output[0].inject();
                    output[0].inject();
                    output[0].drive();
                }
            }
        };
        output[0] = new InterruptOutput(line, true);
        output[0].level(true);
        output[0].inject();
        output[0].drive();
        assertEquals(3, pulses[0]);
    }

    /** One thread toggles an output fast, another only drives: no level may be lost or come out in the wrong order. */
    @Test
    void anOutputDrivenByTwoThreadsEndsAtTheLastLevelNoted() throws Exception {
        AtomicBoolean seen = new AtomicBoolean();
        InterruptOutput output = new InterruptOutput(seen::set, false);
        Object lock = new Object();
        for (int round = 0; round < 2_000; round++) {
            boolean last = (round & 1) == 0;
            Callable<Void> toggle = () -> {
                for (int n = 0; n < 20; n++) {
                    synchronized (lock) {
                        output.level((n & 1) == 0);
                    }
                    output.drive();
                }
                return null;
            };
            Thread other = new Thread(() -> {
                try {
                    toggle.call();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            other.start();
            toggle.call();
            other.join();
            output.level(last);
            output.drive();
            assertEquals(last, seen.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyAcceptedByteArrivesOnceAndInOrder(Profile profile) throws Exception {
        DeviceBench bench = Benches.bench(profile.key, "level");
        int count = 20_000;
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] sent = new byte[count];
        for (int i = 0; i < count; i++) {
            sent[i] = (byte) (i * 7 + i / 256);
        }
        Callable<Void> writer = () -> {
            for (byte b : sent) {
                while ((bench.device().read(0, Register.FR.offset, 4) & Bits.FR_TXFF) != 0) {
                    Thread.onSpinWait();
                }
                bench.device().write(0, Register.DR.offset, 1, b & 0xFF);
            }
            return null;
        };
        Callable<Void> reader = () -> {
            while (received.size() < count) {
                if ((bench.device().read(1, Register.FR.offset, 4) & Bits.FR_RXFE) == 0) {
                    received.write((int) bench.device().read(1, Register.DR.offset, 4));
                } else {
                    Thread.onSpinWait();
                }
            }
            return null;
        };
        // One thread both feeds and drains: notifications come one at a time, as from a slot.
        Callable<Void> backend = () -> {
            int fed = 0;
            while (fed < count || bench.console().consumed().length < count) {
                if (fed < count) {
                    fed += bench.console().offer(sent[fed]);
                }
                bench.console().consumeAll(); // in mainline-xen the writer does so, too
                bench.console().notifyDevice();
            }
            return null;
        };
        bench.read(Register.DR.offset, 4); // from here on the seed, too, knows that there is nothing to read
        together(List.of(writer, reader, backend));
        assertArrayEquals(sent, bench.console().consumed());
        assertArrayEquals(sent, received.toByteArray());
    }
}
