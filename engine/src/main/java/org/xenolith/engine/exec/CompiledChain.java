// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.ir.Exit;

/**
 * Executes regions, one after the other, as long as compiled code follows and nothing asks for attention. What follows is
 * found by a link inside one page, else in the address space's table of jumps, which holds only what can be fetched now.
 */
final class CompiledChain {
    private final Cpu cpu;
    private final int pcRegister;
    private @Nullable Block last;

    CompiledChain(Cpu cpu) {
        this.cpu = cpu;
        this.pcRegister = cpu.cluster.frontEnd().pcRegister();
    }

    /** Returns the block that {@link #run} was in at last. */
    Block last() {
        return Objects.requireNonNull(last);
    }

    /**
     * Executes a region and what follows.
     *
     * @return the exit by which the last block was left, or a negative number as the interpreter does
     */
    int run(Region first) {
        Cpu cpu = this.cpu;
        long[] r = cpu.r;
        Region region = first;
        long begin = cpu.instructions;
        int links = 0;
        while (true) {
            CompiledCode code = Objects.requireNonNull(region.code);
            int way = code.run(cpu, r, region);
            if (way < 0) {
                last = region.member(0);
                cpu.tally.add(cpu.instructions - begin, links);
                return way;
            }
            Block from = region.from(way);
            int taken = region.exit(way);
            Exit exit = from.exits[taken];
            if (exit.kind() == Exit.Kind.DIRECT) {
                r[pcRegister] = exit.target();
            }
            Region follower = cpu.attention() == 0 ? follower(from, taken, r[pcRegister]) : null;
            if (follower == null || follower.headroom(0) > cpu.deadline - cpu.instructions) {
                last = from;
                cpu.tally.add(cpu.instructions - begin, links);
                return taken;
            }
            region = follower;
            links++;
        }
    }

    private @Nullable Region follower(Block from, int exit, long pc) {
        Block next = from.link(exit);
        if (next == null || next.mode != cpu.mode || !next.valid) {
            next = cpu.space.jumps[AddressSpace.jumpIndex(pc)];
            if (next == null || next.pc != pc || next.mode != cpu.mode || !next.valid) {
                return null;
            }
            if (from.seen[exit] == null && from.mode == next.mode) {
                from.saw(exit, next);
            }
        }
        return next.compiled;
    }
}
