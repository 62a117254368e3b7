// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus.MmioPort;
import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceException;
import org.xenolith.device.pl011.Pl011Factory;
import org.xenolith.testkit.fake.DeviceBench;
import org.xenolith.testkit.fake.RingConsole;

/**
 * What it costs that a device can be replaced: a register read through bus and slot, and the same of a device that is
 * held directly. The score is in nanoseconds an access.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DispatchBenchmark {
    private static final int FLAGS = 0x18; // [DDI0183 3.3.3]
    private static final int MASK = 0x38; // [DDI0183 3.3.10]

    private final GuestMachine machine = new GuestMachine();
    private final MmioPort port = machine.port();
    private final Device device;

    /** Builds both devices. */
    public DispatchBenchmark() {
        try {
            device = new DeviceBench(
                            new Pl011Factory((String text) -> {}),
                            "pl011",
                            1,
                            new RingConsole(1024, 2048),
                            Map.of("profile", "mainline-xen"))
                    .device();
        } catch (DeviceException e) {
            throw new IllegalStateException("no device to measure", e);
        }
    }

    /** A read through bus and slot. */
    @Benchmark
    public long readByBus() throws BusFault {
        return port.read(GuestMachine.UART + FLAGS, 4);
    }

    /** A read of a device that is held directly. */
    @Benchmark
    public long readDirectly() throws BusFault {
        return device.read(0, FLAGS, 4);
    }

    /** A write through bus and slot, under the device's lock. */
    @Benchmark
    public void writeByBus() throws BusFault {
        port.write(GuestMachine.UART + MASK, 4, 0);
    }

    /** A write to a device that is held directly. */
    @Benchmark
    public void writeDirectly() throws BusFault {
        device.write(0, MASK, 4, 0);
    }

    /** Releases the machine. */
    @TearDown
    public void close() {
        machine.close();
    }
}
