// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus.MmioPort;

/** Reads of a PL011's flag register: by guest code, and by the bus alone. The score is in nanoseconds a read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FlagReadBenchmark {
    private static final int READS = 100_000;
    private static final int INSTRUCTIONS_PER_READ = 2;
    private static final int FLAGS = 0x18; // [DDI0183 3.3.3]
    private static final long IDLE_FLAGS = 0x90;

    private final GuestMachine machine = new GuestMachine();
    private final MmioPort port = machine.port();

    /** Enters a loop that reads the register for ever. */
    public FlagReadBenchmark() {
        machine.enter(
                0xB940_1801, // ldr w1, [x0, #0x18]
                0x17FF_FFFF); // b, 4 bytes back
        machine.register("x0", GuestMachine.UART);
        if (machine.run(INSTRUCTIONS_PER_READ) != IDLE_FLAGS) {
            throw new IllegalStateException("the guest does not read the flags of an idle UART");
        }
    }

    /** What a guest pays: the slow path of its memory access, the bus, the device; and a branch. */
    @Benchmark
    @OperationsPerInvocation(READS)
    public long byGuest() {
        return machine.run(READS * INSTRUCTIONS_PER_READ);
    }

    /** The same without the engine: the bus and the device in its slot. */
    @Benchmark
    public long byBus() throws BusFault {
        return port.read(GuestMachine.UART + FLAGS, 4);
    }

    /** Releases the machine. */
    @TearDown
    public void close() {
        machine.close();
    }
}
