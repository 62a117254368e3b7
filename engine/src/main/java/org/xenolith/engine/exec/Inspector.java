// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.code.CodeCounters;

/** Looks at what a cluster executes, for tools. */
public final class Inspector {
    private final Cluster cluster;

    /** Creates an inspector. */
    public Inspector(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * A block as it was found.
     *
     * @param block the block
     * @param known whether it is kept, and so executed
     * @param compiled whether the region is executed; else it is the block alone
     * @param region what bytecode is made of
     * @param member the block's number in the region
     * @param entries how often it was entered, roughly
     * @param code its bytes
     */
    public record Found(
            Block block, boolean known, boolean compiled, Region region, int member, int entries, byte[] code) {}

    /**
     * Finds the block at an address; translates it if there is none, and does not keep it. No vCPU may execute.
     *
     * @return the block; empty if no instruction can be fetched there
     */
    public Optional<Found> find(Cpu cpu, long address) {
        long physical;
        long host;
        try {
            physical = SoftMmu.fetch(cpu, address);
            host = cluster.memory().hostFrame(physical);
        } catch (GuestFault fault) {
            return Optional.empty();
        }
        if (host == 0) {
            return Optional.empty();
        }
        Block known = cluster.code().find(physical, address, cpu.mode);
        Block block = known == null ? cluster.code().peek(cpu, address, physical, host | (physical & 4095)) : known;
        Region region = region(block);
        boolean compiled = region != null;
        if (region == null) {
            region = new Region(cluster.frontEnd(), List.of(block), true);
        }
        byte[] code = new byte[block.bytes];
        cluster.memory().read(physical, code, 0, code.length);
        int entries = block.entries;
        return Optional.of(new Found(block, known != null, compiled, region, member(region, block), entries, code));
    }

    private static @Nullable Region region(Block block) {
        Region entered = block.compiled;
        return entered != null ? entered : block.regions().stream().findFirst().orElse(null);
    }

    private static int member(Region region, Block block) {
        int m = 0;
        while (region.member(m) != block) {
            m++;
        }
        return m;
    }

    /** Returns what has been counted so far. Any thread. */
    public CodeCounters counters() {
        long executed = 0;
        long compiled = 0;
        long chained = 0;
        long chains = 0;
        for (Cpu cpu : cluster.cpus()) {
            executed += cpu.instructions;
            compiled += cpu.tally.instructions;
            chained += cpu.tally.chained;
            chains += cpu.tally.chains;
        }
        return new CodeCounters(
                cluster.counts().blocks(),
                cluster.counts().regions(),
                new CodeCounters.Execution(Math.max(0, executed - compiled), compiled, chained, chains));
    }
}
