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
            Region follower = region.next[way];
            if (follower == null) {
                follower = find(region, way);
            }
            if (follower == null || !mayEnter(follower)) {
                cpu.tally.add(cpu.instructions - begin, links);
                return leave(region, way);
            }
            if (++region.leavings == Promotion.REGROW_AT) {
                cpu.cluster.promotion().regrow(region);
            }
            region = follower;
            links++;
        }
    }

    private boolean mayEnter(Region region) {
        return cpu.attention() == 0 && region.isValid() && region.room <= cpu.deadline - cpu.instructions;
    }

    /** Finds what follows, and keeps it if it is what always follows. */
    private @Nullable Region find(Region region, int way) {
        Block from = region.from(way);
        int taken = region.exit(way);
        setTarget(from, taken);
        if (cpu.attention() != 0) {
            return null; // links and jumps may lead astray
        }
        Block near = from.link(taken);
        if (near != null && near.mode == cpu.mode && near.valid) {
            Region follower = near.compiled;
            if (!region.isDisturbed(way)) {
                region.next[way] = follower;
            }
            return follower;
        }
        long pc = cpu.r[pcRegister];
        Block next = cpu.space.jumps[AddressSpace.jumpIndex(pc)];
        if (next == null || next.pc != pc || next.mode != cpu.mode || !next.valid) {
            return null;
        }
        if (from.exits[taken].kind() != Exit.Kind.RETURN && from.mode == next.mode) {
            from.saw(taken, next);
        }
        return next.compiled;
    }

    private int leave(Region region, int way) {
        Region follower = region.next[way];
        if (follower != null && !follower.isValid()) {
            region.next[way] = null;
        }
        Block from = region.from(way);
        int taken = region.exit(way);
        setTarget(from, taken);
        last = from;
        return taken;
    }

    /** Sets the program counter for an exit to a known address; for others it is set. */
    private void setTarget(Block from, int taken) {
        Exit exit = from.exits[taken];
        if (exit.kind() == Exit.Kind.DIRECT) {
            cpu.r[pcRegister] = exit.target();
        }
    }
}
