// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.support;

import java.lang.invoke.MethodHandles;
import org.xenolith.engine.exec.CodeReader;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.Helpers;
import org.xenolith.engine.ir.IrBuilder;
import org.xenolith.engine.ir.Op;

/** A guest of four instructions, or of whatever block it is told to give for any code. */
public final class ToyFrontEnd implements FrontEnd {
    /** General registers r0 to r15, then these. */
    public static final int GENERAL = 16;

    public static final int PC = 16;
    public static final int FLAGS = 17;
    public static final int REGISTERS = 20;
    /** Number of helpers. */
    public static final int HELPERS = 4;

    // ---- instructions: opcode in bits 31:24, register in bits 23:16, signed operand in bits 15:0

    /** Adds the operand to a register. */
    public static final int ADD = 1;
    /** Branches by the operand in words if the register is not zero. */
    public static final int BRANCH = 2;
    /** Stores the register at the address in r15 plus the operand. */
    public static final int STORE = 3;
    /** Loads the register from the address in r15 plus the operand. */
    public static final int LOAD = 4;
    /** Calls the helper of the operand's number with the register. */
    public static final int CALL = 5;

    private final Helpers helpers = new Helpers(MethodHandles.lookup()).addAll(ToyHelpers.class);

    public static int word(int opcode, int register, int operand) {
        return opcode << 24 | register << 16 | (operand & 0xFFFF);
    }

    @Override
    public int registers() {
        return REGISTERS;
    }

    @Override
    public int pcRegister() {
        return PC;
    }

    @Override
    public Helpers helpers() {
        return helpers;
    }

    @Override
    public void translate(CodeReader code, int mode, int limit, IrBuilder out) {
        while (true) {
            long pc = code.pc();
            boolean io = code.reachesDevice();
            int word = code.next32();
            out.instruction(pc);
            if (io) {
                out.sync();
            }
            one(out, pc, word, io);
            if (out.closed()) {
                return;
            }
            if (io) {
                out.poll(pc + 4);
            }
            if (out.instructions() == limit || code.remaining() == 4096) {
                out.exit(pc + 4);
                return;
            }
        }
    }

    private static void one(IrBuilder out, long pc, int word, boolean io) {
        int register = word >> 16 & 15;
        int operand = (short) word;
        int attributes = io ? org.xenolith.engine.mmu.Access.IO : 0;
        switch (word >>> 24) {
            case ADD -> out.immediate(Op.ADDI, register, register, operand);
            case BRANCH -> {
                int zero = out.constant(0);
                out.exitIf(Op.EXITC, org.xenolith.engine.ir.Cond.NE, register, zero, pc + 4L * operand);
                out.exit(pc + 4);
            }
            case STORE -> out.store(Op.ST32, register, 15, operand, attributes);
            case LOAD -> out.load(Op.LD32U, register, 15, operand, attributes);
            case CALL -> {
                out.sync();
                out.call(operand, out.temp(), 0, register, register);
                out.exit(pc + 4);
            }
            default -> throw new IllegalArgumentException("word " + Integer.toHexString(word));
        }
    }
}
