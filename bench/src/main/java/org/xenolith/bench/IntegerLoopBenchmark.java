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

/** Integer code in one block that branches to itself. The score is in million guest instructions a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class IntegerLoopBenchmark {
    private static final int INSTRUCTIONS = 1_000_000;

    private final GuestMachine machine = new GuestMachine();

    /** Enters the loop of the guest program {@code loop}, without its end. */
    public IntegerLoopBenchmark() {
        machine.enter(
                0x8B00_0021, // add x1, x1, x0
                0xCA01_0C42, // eor x2, x2, x1, lsl #3
                0x8B42_1C63, // add x3, x3, x2, lsr #7
                0x93C1_2C21, // ror x1, x1, #11
                0xCB03_0042, // sub x2, x2, x3
                0xB240_0063, // orr x3, x3, #1
                0xF100_0400, // subs x0, x0, #1
                0x54FF_FF21); // b.ne, 28 bytes back
        machine.register("x0", Long.MIN_VALUE);
    }

    /** Executes a million instructions. */
    @Benchmark
    @OperationsPerInvocation(INSTRUCTIONS)
    public long instructions() {
        return machine.run(INSTRUCTIONS);
    }

    /** Releases the machine. */
    @TearDown
    public void close() {
        machine.close();
    }
}
