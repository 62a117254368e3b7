// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import org.jspecify.annotations.Nullable;
import org.xenolith.api.cpu.RunExit;
import org.xenolith.engine.ir.Exit;
import org.xenolith.engine.mmu.Tlb;

/** Executes one vCPU: finds blocks, runs them, delivers faults and interrupts in between. */
public final class Executor {
    private final Cpu cpu;
    private final CodeCache code;
    private final Interpreter interpreter;
    private final CompiledChain compiled;
    private final Promotion promotion;
    private final int pcRegister;
    /** The block that was executed at last, if it was left by an exit, and which. */
    private @Nullable Block previous;
    /** Whether compiled code was left for the interpreter to execute what follows. */
    private boolean missed;

    private int exit;

    /** Creates the executor of a vCPU. */
    public Executor(Cpu cpu) {
        this.cpu = cpu;
        this.code = cpu.cluster.code();
        this.interpreter = new Interpreter(cpu);
        this.compiled = new CompiledChain(cpu);
        this.promotion = cpu.cluster.promotion();
        this.pcRegister = cpu.cluster.frontEnd().pcRegister();
    }

    /**
     * Executes until there is a reason to stop; see {@link org.xenolith.api.cpu.Vcpu#run}.
     *
     * @param limit most instructions, exact
     */
    public RunExit run(long limit) {
        long deadline = cpu.instructions + limit;
        cpu.deadline = deadline < 0 ? Long.MAX_VALUE : deadline;
        cpu.begin();
        try {
            return loop();
        } finally {
            cpu.end();
        }
    }

    private RunExit loop() {
        while (true) {
            if (cpu.attention() != 0) {
                RunExit exit = attend();
                if (exit != null) {
                    return exit;
                }
            }
            long left = cpu.deadline - cpu.instructions;
            if (left <= 0) {
                return RunExit.LIMIT;
            }
            step(left);
        }
    }

    /** Executes one block and those that are linked to it. */
    private void step(long left) {
        Block block;
        boolean whole;
        try {
            block = block();
            follows(block);
            whole = block.length <= left;
            if (!whole) {
                block = translate((int) left);
            }
        } catch (GuestFault fault) {
            cpu.instructions++;
            cpu.deliver(fault);
            return;
        }
        if (whole && block.compiled == null && ++block.entries >= block.threshold) {
            promotion.consider(block, cpu.instructions);
        }
        Region best = missed ? null : block.compiled;
        missed = false;
        if (best != null && best.room <= left) {
            left(compiled.run(best), compiled.last());
            return;
        }
        left(interpreter.run(block), interpreter.last());
    }

    private void left(int exit, Block last) {
        missed = exit == Interpreter.MISSED;
        if (exit < 0) {
            previous = null;
            interrupted(exit);
        } else {
            previous = last;
            this.exit = exit;
        }
    }

    private void interrupted(int exit) {
        if (exit == Interpreter.FAULT) {
            cpu.deliver(cpu.fault);
        } else if (exit == Interpreter.AGAIN) {
            cpu.attend(Cpu.KICK);
        }
    }

    private @Nullable RunExit attend() {
        int reasons = cpu.attention();
        if ((reasons & Cpu.SHOOTDOWN) != 0) {
            cpu.serve();
        }
        cpu.ignore(Cpu.TRANSLATION); // blocks are looked up from here on
        if ((reasons & Cpu.KICK) != 0) {
            cpu.ignore(Cpu.KICK);
            return RunExit.KICKED;
        }
        if ((reasons & Cpu.OFF) != 0) {
            return RunExit.OFF;
        }
        if ((reasons & Cpu.WAIT) != 0) {
            if (!cpu.wakeable()) {
                return RunExit.IDLE;
            }
            cpu.ignore(Cpu.WAIT);
        }
        if ((cpu.attention() & Cpu.INTERRUPT) != 0) {
            cpu.takeInterrupt();
        }
        return null;
    }

    private Block block() {
        long pc = cpu.r[pcRegister];
        @Nullable Block[] jumps = cpu.space.jumps;
        int i = AddressSpace.jumpIndex(pc);
        Block b = jumps[i];
        if (b != null && b.pc == pc && b.mode == cpu.mode && b.valid) {
            return b;
        }
        long physical = SoftMmu.fetch(cpu, pc);
        b = code.find(physical, pc, cpu.mode);
        if (b == null) {
            b = code.translate(cpu, pc, physical, hostOf(pc, physical), CodeCache.MAX_LENGTH);
        }
        jumps[i] = b;
        return b;
    }

    private Block translate(int limit) {
        long pc = cpu.r[pcRegister];
        long physical = SoftMmu.fetch(cpu, pc);
        return code.translate(cpu, pc, physical, hostOf(pc, physical), limit);
    }

    private long hostOf(long pc, long physical) {
        long host = cpu.cluster.memory().hostFrame(physical);
        if (host == 0) {
            throw cpu.busFault(pc, physical, GuestFault.FETCH, org.xenolith.api.bus.BusFault.UNCLAIMED);
        }
        return host | (physical & 4095);
    }

    /**
     * Remembers, in the block before, which one follows its exit: as a link if it is in the same page and so holds as long
     * as its predecessor, else as a hint.
     */
    private void follows(Block next) {
        Block from = previous;
        if (from == null) {
            return;
        }
        previous = null;
        Exit e = from.exits[exit];
        if (next.mode != from.mode || !next.valid || !from.valid) {
            return;
        }
        if (e.kind() == Exit.Kind.RETURN) {
            return; // depends on who has called
        }
        if (e.kind() != Exit.Kind.DIRECT) {
            from.saw(exit, next);
        } else if (e.target() == next.pc) { // an exception may have come between
            boolean near = ((next.pc ^ from.pc) & Tlb.PAGE) == 0 && ((next.physical ^ from.physical) & Tlb.PAGE) == 0;
            if (near) {
                from.link(exit, next);
            } else {
                from.saw(exit, next);
            }
        }
    }
}
