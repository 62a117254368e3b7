// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.ir.Exit;

/** Executes compiled blocks along their links, as {@link Interpreter#run} does with the others. */
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

    /** Executes a block and those linked to it as long as they are compiled; the contract is the interpreter's. */
    int run(Block first, CompiledCode code) {
        Cpu cpu = this.cpu;
        long[] r = cpu.r;
        Block block = first;
        CompiledCode current = code;
        while (true) {
            int taken = current.run(cpu, r, block);
            if (taken < 0) {
                last = block;
                return taken;
            }
            Block next = block.links[taken];
            CompiledCode follower =
                    next == null || !CompiledCode.mayRepeat(cpu, next, cpu.instructions) ? null : next.compiled;
            if (next == null || follower == null) {
                Exit exit = block.exits[taken];
                if (exit.kind() == Exit.Kind.DIRECT) {
                    r[pcRegister] = exit.target();
                }
                last = block;
                return taken;
            }
            block = next;
            current = follower;
        }
    }
}
