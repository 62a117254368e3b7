// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.opt;

import org.xenolith.engine.ir.Arithmetic;
import org.xenolith.engine.ir.Cond;
import org.xenolith.engine.ir.Flags;
import org.xenolith.engine.ir.Op;

/** What pure operations compute, for operands that are known. */
final class Folding {
    private static final long LOW = 0xFFFF_FFFFL;

    private Folding() {}

    /**
     * Computes the result of a pure operation.
     *
     * @param opcode from {@link Op#MOV} to {@link Op#SELF}, but for {@link Op#MOVI}
     * @param a value of operand a
     * @param b value of operand b, anything if there is none
     * @param c value of operand c, or the number in that field
     * @param imm the immediate
     */
    static long evaluate(int opcode, long a, long b, long c, int imm) {
        if (opcode <= Op.RORWI) {
            return opcode < Op.ADDI ? basic(opcode, a, b) : immediate(opcode, a, imm);
        }
        return opcode < Op.ADC ? bits(opcode, a, b, imm) : flags(opcode, a, b, c, imm);
    }

    private static long basic(int opcode, long a, long b) {
        return switch (opcode) {
            case Op.MOV -> a;
            case Op.ADD -> a + b;
            case Op.SUB -> a - b;
            case Op.MUL -> a * b;
            case Op.AND -> a & b;
            case Op.OR -> a | b;
            case Op.XOR -> a ^ b;
            case Op.ANDN -> a & ~b;
            case Op.SHL -> a << b;
            case Op.SHR -> a >>> b;
            case Op.SAR -> a >> b;
            case Op.ROR -> Long.rotateRight(a, (int) b);
            case Op.ADDW -> (a + b) & LOW;
            case Op.SUBW -> (a - b) & LOW;
            case Op.MULW -> (a * b) & LOW;
            case Op.SHLW -> ((int) a << (int) b) & LOW;
            case Op.SHRW -> ((int) a >>> (int) b) & LOW;
            case Op.SARW -> ((int) a >> (int) b) & LOW;
            case Op.RORW -> Integer.rotateRight((int) a, (int) b) & LOW;
            default -> throw unknown(opcode);
        };
    }

    private static long immediate(int opcode, long a, int imm) {
        return switch (opcode) {
            case Op.ADDI -> a + imm;
            case Op.ANDI -> a & imm;
            case Op.ORI -> a | imm;
            case Op.XORI -> a ^ imm;
            case Op.SHLI -> a << imm;
            case Op.SHRI -> a >>> imm;
            case Op.SARI -> a >> imm;
            case Op.RORI -> Long.rotateRight(a, imm);
            case Op.ADDWI -> (a + imm) & LOW;
            case Op.SHLWI -> ((int) a << imm) & LOW;
            case Op.SHRWI -> ((int) a >>> imm) & LOW;
            case Op.SARWI -> ((int) a >> imm) & LOW;
            case Op.RORWI -> Integer.rotateRight((int) a, imm) & LOW;
            default -> throw unknown(opcode);
        };
    }

    private static long bits(int opcode, long a, long b, int imm) {
        return switch (opcode) {
            case Op.UMULH -> Math.unsignedMultiplyHigh(a, b);
            case Op.SMULH -> Math.multiplyHigh(a, b);
            case Op.UDIV -> Arithmetic.udiv(a, b);
            case Op.SDIV -> Arithmetic.sdiv(a, b);
            case Op.UDIVW -> Arithmetic.udivW(a, b);
            case Op.SDIVW -> Arithmetic.sdivW(a, b);
            case Op.CLZ -> Long.numberOfLeadingZeros(a);
            case Op.CLZW -> Integer.numberOfLeadingZeros((int) a);
            case Op.RBIT -> Long.reverse(a);
            case Op.RBITW -> Integer.reverse((int) a) & LOW;
            case Op.BSWAP -> Long.reverseBytes(a);
            case Op.BSWAPW -> Integer.reverseBytes((int) a) & LOW;
            case Op.SEXT8 -> (byte) a;
            case Op.SEXT16 -> (short) a;
            case Op.SEXT32 -> (int) a;
            case Op.ZEXT8 -> a & 0xFF;
            case Op.ZEXT16 -> a & 0xFFFF;
            case Op.ZEXT32 -> a & LOW;
            case Op.UBFX -> Arithmetic.ubfx(a, imm);
            case Op.SBFX -> Arithmetic.sbfx(a, imm);
            case Op.DEP -> Arithmetic.deposit(a, b, imm);
            case Op.FUNNEL -> Arithmetic.funnel(a, b, imm);
            case Op.FUNNELW -> Arithmetic.funnelW(a, b, imm);
            default -> throw unknown(opcode);
        };
    }

    private static long flags(int opcode, long a, long b, long c, int imm) {
        long carry = (c >>> 1) & 1;
        return switch (opcode) {
            case Op.ADC -> a + b + carry;
            case Op.ADCW -> (a + b + carry) & LOW;
            case Op.ADDF -> Flags.add(a, b);
            case Op.SUBF -> Flags.sub(a, b);
            case Op.ANDF -> Flags.logic(a & b);
            case Op.ADCF -> Flags.adc(a, b, carry);
            case Op.ADDFW -> Flags.addW(a, b);
            case Op.SUBFW -> Flags.subW(a, b);
            case Op.ANDFW -> Flags.logic((a & b) << 32);
            case Op.ADCFW -> Flags.adcW(a, b, carry);
            case Op.ADDFI -> Flags.add(a, imm);
            case Op.SUBFI -> Flags.sub(a, imm);
            case Op.ADDFWI -> Flags.addW(a, imm);
            case Op.SUBFWI -> Flags.subW(a, imm);
            case Op.SETC -> Cond.test((int) c, a, b) ? 1 : 0;
            case Op.SETCW -> Cond.test((int) c, (int) a, (int) b) ? 1 : 0;
            case Op.SELF -> Flags.test(imm, c) ? a : b;
            default -> throw unknown(opcode);
        };
    }

    private static IllegalArgumentException unknown(int opcode) {
        return new IllegalArgumentException(Op.info(opcode).name() + " is not a pure operation on registers");
    }
}
