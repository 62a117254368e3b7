// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import org.xenolith.engine.ir.FlagSource;

/**
 * A region as JVM code. Instances are made by a {@link RegionCompiler}; they have no state, and all vCPUs share them.
 *
 * <p>An abstract class and not an interface, because a virtual call with many targets costs less that way.
 */
public abstract class CompiledCode {
    /** Bits of a place that number the instruction in its block; the member's number stands above. */
    public static final int INSTRUCTION_BITS = 16;

    /** The bit of a place from which on the kind of lazy flags there stands. */
    public static final int FLAGS_SHIFT = 28;

    private static final int MEMBER = (1 << (FLAGS_SHIFT - INSTRUCTION_BITS)) - 1;

    /** For the compiler's classes. */
    protected CompiledCode() {}

    /**
     * Executes the region.
     *
     * @param cpu the vCPU; its instruction count is exact afterwards; the region's headroom is left before its deadline
     * @param r its registers
     * @param self the region that this is the code of
     * @return the way by which it is left (the program counter register is not set if it leads to a known address), or
     *     what {@link #interrupted} has returned
     */
    public abstract int run(Cpu cpu, long[] r, Region self);

    /**
     * Goes back to before an instruction that could not complete, as the interpreter does.
     *
     * @param reason what was thrown; anything but a fault, a miss or a restart is thrown again
     * @param done executed guest instructions when the member was entered
     * @param place the kind of flags, the member's number, and that of the instruction in it
     * @return a negative number for the executor
     */
    public static int interrupted(RuntimeException reason, Cpu cpu, Region self, long done, int place) {
        int pcRegister = cpu.cluster.frontEnd().pcRegister();
        Block block = self.member((place >>> INSTRUCTION_BITS) & MEMBER);
        int instruction = place & ((1 << INSTRUCTION_BITS) - 1);
        cpu.r[pcRegister] = block.pc + block.offset(instruction);
        cpu.instructions = done + instruction;
        if (reason instanceof GuestFault) {
            cpu.instructions++;
            return Interpreter.FAULT;
        }
        if (reason instanceof TlbMiss) {
            self.missed(cpu);
            return Interpreter.MISSED;
        }
        if (!(reason instanceof IoRestart)) {
            throw reason;
        }
        if (reason == IoRestart.AGAIN) {
            return Interpreter.AGAIN;
        }
        cpu.cluster.code().restart(block, instruction);
        return Interpreter.NONE;
    }

    /** Returns lazy flags as they are at a place; see {@link FlagSource#flags}. */
    public static long flagsAt(int place, int dynamic, long value, long a, long b) {
        int kind = place >>> FLAGS_SHIFT;
        return FlagSource.flags(kind == FlagSource.DYNAMIC ? dynamic : kind, value, a, b);
    }

    /** Calls a helper that compiled code cannot name. */
    public static long call(Cpu cpu, int helper, int imm, long a, long b) {
        return cpu.cluster.helpers()[helper].call(cpu, imm, a, b);
    }

    /** Tells whether a member's code is what is fetched at its address now. */
    public static boolean isMapped(Cpu cpu, Region self, int member) {
        Block block = self.member(member);
        return cpu.space.jumps[AddressSpace.jumpIndex(block.pc)] == block && block.valid;
    }

    /** Returns the current translation table, for {@link MemoryAccess}. */
    public static long[] table(Cpu cpu) {
        return cpu.space.tlb.entries;
    }
}
