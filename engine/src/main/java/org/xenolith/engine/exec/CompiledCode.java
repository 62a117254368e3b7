// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

/**
 * A block as JVM code. Instances are made by a {@link BlockCompiler}; they have no state, and all vCPUs share them.
 *
 * <p>An abstract class and not an interface, because a virtual call with many targets costs less that way.
 */
public abstract class CompiledCode {
    /** For the compiler's classes. */
    protected CompiledCode() {}

    /**
     * Executes the block, again and again if it branches to its own start and nothing asks for attention.
     *
     * @param cpu the vCPU; its instruction count is exact afterwards
     * @param r its registers
     * @param self the block that this is the code of
     * @return the exit by which it is left, or what {@link #interrupted} has returned
     */
    public abstract int run(Cpu cpu, long[] r, Block self);

    /**
     * Tells whether a block may be entered again without a look around.
     *
     * @param done executed guest instructions
     */
    public static boolean mayRepeat(Cpu cpu, Block self, long done) {
        return cpu.attention() == 0 && self.length <= cpu.deadline - done && self.valid && self.mode == cpu.mode;
    }

    /**
     * Goes back to before an instruction that could not complete, as the interpreter does.
     *
     * @param reason what was thrown; anything but a fault or a restart is thrown again
     * @param done executed guest instructions when the block was entered
     * @param instruction number of the instruction in the block
     * @return a negative number for the executor
     */
    public static int interrupted(RuntimeException reason, Cpu cpu, Block self, long done, int instruction) {
        int pcRegister = cpu.cluster.frontEnd().pcRegister();
        cpu.r[pcRegister] = self.pc + self.ir.offsets()[instruction];
        cpu.instructions = done + instruction;
        if (reason instanceof GuestFault) {
            cpu.instructions++;
            return Interpreter.FAULT;
        }
        if (!(reason instanceof IoRestart)) {
            throw reason;
        }
        if (reason == IoRestart.AGAIN) {
            return Interpreter.AGAIN;
        }
        cpu.cluster.code().restart(self, instruction);
        return Interpreter.NONE;
    }

    /** Calls a helper that compiled code cannot name. */
    public static long call(Cpu cpu, int helper, int imm, long a, long b) {
        return cpu.cluster.helpers()[helper].call(cpu, imm, a, b);
    }
}
