// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus.MmioPort;
import org.xenolith.api.bus.MmioHandler;
import org.xenolith.api.bus.Region;
import org.xenolith.core.bus.TableBus;

/** Finding the handler of an access among 16 regions. The score is in nanoseconds an access. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BusBenchmark {
    private static final int REGIONS = 16;
    private static final long SPACING = 0x10_0000;

    private final MmioPort port;
    private long turn;

    /** Builds the bus. */
    public BusBenchmark() {
        TableBus bus = new TableBus();
        for (int i = 0; i < REGIONS; i++) {
            bus.map(new Region("r" + i, i * SPACING, 0x1000), new Constant(i));
        }
        port = bus.open(0);
    }

    private record Constant(long value) implements MmioHandler {
        @Override
        public long read(int vcpu, long offset, int width) {
            return value + offset;
        }

        @Override
        public void write(int vcpu, long offset, int width, long value) {}
    }

    /** An access to the region of the access before. */
    @Benchmark
    public long sameRegion() throws BusFault {
        return port.read(7 * SPACING + 0x18, 4);
    }

    /** An access to another region than the access before. */
    @Benchmark
    public long otherRegion() throws BusFault {
        turn = (turn + 5) % REGIONS;
        return port.read(turn * SPACING + 0x18, 4);
    }
}
