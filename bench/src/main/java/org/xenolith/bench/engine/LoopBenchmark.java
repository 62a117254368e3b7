// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench.engine;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.xenolith.core.memory.AddressSpace;
import org.xenolith.core.memory.PagedMemory;
import org.xenolith.engine.Tier;
import org.xenolith.engine.exec.Cluster;
import org.xenolith.engine.exec.Executor;

/** Guest instructions a microsecond (MIPS) of a hot loop, interpreted and compiled. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public class LoopBenchmark {
    private static final int INSTRUCTIONS = 5_000_000;
    private static final long CODE = 0x1000;

    /** How far the engine goes. */
    @Param
    Tier tier;

    /** Whether the loop loads and stores. */
    @Param({"false", "true"})
    boolean memory;

    private PagedMemory ram;
    private Cluster cluster;
    private BareCpu cpu;
    private Executor executor;

    /** Creates the guest at the loop's start. */
    @Setup
    public void create() {
        ram = new PagedMemory(AddressSpace.ofHost());
        ram.populate(0, 1 << 16);
        cluster = tier.cluster(new CountingGuest(memory), ram);
        cpu = new BareCpu(cluster);
        executor = new Executor(cpu);
        cpu.r[CountingGuest.PC] = CODE;
        cpu.r[1] = 3;
        cpu.r[3] = 0x8000;
        cpu.r[4] = Long.MAX_VALUE;
    }

    /** Ends the compiler's thread and gives the RAM back. */
    @TearDown
    public void close() {
        cluster.close();
        ram.close();
    }

    /** Executes the loop a million times. */
    @Benchmark
    @OperationsPerInvocation(INSTRUCTIONS)
    public long loop() {
        executor.run(INSTRUCTIONS);
        return cpu.r[2];
    }
}
