// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench.ffa;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.xenolith.service.ffa.mediator.Endpoint;
import org.xenolith.service.ffa.mediator.RefusedException;

/** Calls of one virtual machine among many, in the mediator alone: nanoseconds a call, no guest. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MediatorBenchmark {
    private static final long VERSION = 0x8400_0063L;
    private static final long ID_GET = 0x8400_0069L;
    private static final long INFO_GET_REGS = 0xC400_008BL;
    private static final long DIRECT_REQ_64 = 0xC400_006FL;
    private static final long ERROR = 0x8400_0060L;

    /** Virtual machines that have negotiated. */
    @Param({"2", "64", "1000"})
    public int machines;

    private SecureSide side = new SecureSide(true);
    private final RegisterSet registers = new RegisterSet();
    private Endpoint caller = join(0);

    /** Lets the others join. */
    @Setup
    public void joinAll() {
        for (int i = 1; i < machines; i++) {
            join(i);
        }
    }

    private Endpoint join(int domain) {
        try {
            Endpoint endpoint = side.mediator.create(new Machine(domain));
            side.mediator.call(endpoint, 0, registers.begin(VERSION, 0x1_0002, 0, 0));
            side.mediator.call(endpoint, 0, registers.begin(ID_GET, 0, 0, 0));
            return endpoint;
        } catch (RefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends it. */
    @TearDown
    public void close() {
        side.close();
    }

    private long call(long x0, long x1, long x3) {
        side.mediator.call(caller, 0, registers.begin(x0, x1, 0, x3));
        if (registers.x[0] == ERROR) {
            throw new IllegalStateException("status " + (int) registers.x[2]);
        }
        return registers.x[2];
    }

    /** The first window of FFA_PARTITION_INFO_GET_REGS. */
    @Benchmark
    public long firstWindow() {
        return call(INFO_GET_REGS, 0, 0);
    }

    /** The last window; its tag is that of so many members. */
    @Benchmark
    public long lastWindow() {
        long tag = side.mediator.tag();
        return call(INFO_GET_REGS, 0, machines | tag << 16);
    }

    /** A direct request that the partition answers on this thread. */
    @Benchmark
    public long direct() {
        return call(DIRECT_REQ_64, (long) caller.id() << 16 | SecureSide.ECHO, 1);
    }
}
