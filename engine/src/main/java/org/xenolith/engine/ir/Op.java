// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * The operations of the intermediate representation.
 *
 * <p>An operation is five ints: {@code word, d, a, b, imm}, where {@code word} is the opcode in bits 7:0, the number of
 * the guest instruction that it belongs to in bits 15:8, and operand {@code c} in bits 31:16. Operands name registers of
 * one numbering: the guest's registers first, then the block's temporaries. Values are 64 bits wide; operations marked W
 * compute on the low 32 bits and zero-extend their result.
 *
 * <p>Flags are a packed nibble: negative 8, zero 4, carry 2 (of a subtraction: no borrow), overflow 1. A condition on
 * flags is a 16-bit truth table indexed by that nibble, which serves every architecture alike.
 */
public final class Op {
    private Op() {}

    /** Ints per operation. */
    public static final int STRIDE = 5;

    /** Most guest instructions of a block. */
    public static final int MOST_INSTRUCTIONS = 256;

    private static final List<OpInfo> TABLE = new ArrayList<>();

    // ---- moves
    /** {@code d = a}. */
    public static final int MOV = 0;
    /** {@code d = imm64}: low half in field a, high half in field b. */
    public static final int MOVI = 1;
    // ---- 64-bit arithmetic on registers
    public static final int ADD = 2;
    public static final int SUB = 3;
    public static final int MUL = 4;
    public static final int AND = 5;
    public static final int OR = 6;
    public static final int XOR = 7;
    /** {@code d = a & ~b}. */
    public static final int ANDN = 8;
    /** Shifts take the amount modulo the width. */
    public static final int SHL = 9;

    public static final int SHR = 10;
    public static final int SAR = 11;
    public static final int ROR = 12;
    // ---- 32-bit arithmetic on registers
    public static final int ADDW = 13;
    public static final int SUBW = 14;
    public static final int MULW = 15;
    public static final int SHLW = 16;
    public static final int SHRW = 17;
    public static final int SARW = 18;
    public static final int RORW = 19;
    // ---- with an immediate (sign-extended imm)
    public static final int ADDI = 20;
    public static final int ANDI = 21;
    public static final int ORI = 22;
    public static final int XORI = 23;
    public static final int SHLI = 24;
    public static final int SHRI = 25;
    public static final int SARI = 26;
    public static final int RORI = 27;
    public static final int ADDWI = 28;
    public static final int SHLWI = 29;
    public static final int SHRWI = 30;
    public static final int SARWI = 31;
    public static final int RORWI = 32;
    // ---- wide results, division
    /** High half of the unsigned product. */
    public static final int UMULH = 33;

    public static final int SMULH = 34;
    /** Division by zero gives 0; the most negative number by -1 gives itself. */
    public static final int UDIV = 35;

    public static final int SDIV = 36;
    public static final int UDIVW = 37;
    public static final int SDIVW = 38;
    // ---- bits
    public static final int CLZ = 39;
    public static final int CLZW = 40;
    public static final int RBIT = 41;
    public static final int RBITW = 42;
    public static final int BSWAP = 43;
    public static final int BSWAPW = 44;
    public static final int SEXT8 = 45;
    public static final int SEXT16 = 46;
    public static final int SEXT32 = 47;
    public static final int ZEXT8 = 48;
    public static final int ZEXT16 = 49;
    public static final int ZEXT32 = 50;
    /** Unsigned bit field of a: imm = position | length << 8, length 1 to 64. */
    public static final int UBFX = 51;

    public static final int SBFX = 52;
    /** {@code d} = a with the low bits of b deposited: imm = position | length << 8. */
    public static final int DEP = 53;
    /** Low half of the pair a:b shifted right by imm, 0 to 63 (W: 0 to 31). */
    public static final int FUNNEL = 54;

    public static final int FUNNELW = 55;
    // ---- carry and flags
    /** {@code d = a + b + carry(c)}. */
    public static final int ADC = 56;

    public static final int ADCW = 57;
    /** Flags of {@code a + b}. */
    public static final int ADDF = 58;

    public static final int SUBF = 59;
    /** Flags of {@code a & b}: N and Z; C and V are 0. */
    public static final int ANDF = 60;
    /** Flags of {@code a + b + carry(c)}. */
    public static final int ADCF = 61;

    public static final int ADDFW = 62;
    public static final int SUBFW = 63;
    public static final int ANDFW = 64;
    public static final int ADCFW = 65;
    public static final int ADDFI = 66;
    public static final int SUBFI = 67;
    public static final int ADDFWI = 68;
    public static final int SUBFWI = 69;
    // ---- conditions
    /** {@code d = cond(a, b) ? 1 : 0}, c = a {@link Cond}. */
    public static final int SETC = 70;

    public static final int SETCW = 71;
    /** {@code d = flags(c) in table imm ? a : b}. */
    public static final int SELF = 72;
    // ---- memory: address a + imm; c = Access attributes
    public static final int LD8U = 73;
    public static final int LD8S = 74;
    public static final int LD16U = 75;
    public static final int LD16S = 76;
    public static final int LD32U = 77;
    public static final int LD32S = 78;
    public static final int LD64 = 79;
    public static final int ST8 = 80;
    public static final int ST16 = 81;
    public static final int ST32 = 82;
    public static final int ST64 = 83;
    /** Load with attributes beyond the plain ones, or a size in c. */
    public static final int LDA = 84;

    public static final int STA = 85;
    /** Atomic read-modify-write: d = old value, address a, operand b, imm = {@link Rmw}; c = attributes with size. */
    public static final int RMW = 86;
    /** Compare and swap: d = old value, address a, new value b, imm = register of the expected value; c = attributes. */
    public static final int CAS = 87;
    /** Orders all accesses before it against all after it. */
    public static final int FENCE = 88;
    // ---- control; field d of an exit has the number of guest instructions that have been executed when it is taken
    /** {@code d = helper c (imm, a, b)}. */
    public static final int CALL = 89;
    /** Publishes the exact instruction count before instruction number imm of the block (for reads of time). */
    public static final int SYNC = 90;
    /** Leaves by exit imm if the host wants attention. */
    public static final int POLL = 91;
    /** Leaves by exit imm. */
    public static final int EXIT = 92;
    /** Leaves by exit imm if {@code cond(a, b)}, c = a {@link Cond}. */
    public static final int EXITC = 93;

    public static final int EXITCW = 94;
    /** Leaves by exit imm if the flags in register c are in the table in field a. */
    public static final int EXITF = 95;
    /** Leaves by exit imm to the address in a. */
    public static final int EXITR = 96;
    /** Leaves by exit imm; the guest's program counter register has been set already. */
    public static final int EXITS = 97;
    /** Leaves by exit imm if bit b (a number) of a is 1 (c = 1) or 0 (c = 0). */
    public static final int EXITB = 98;

    /** Number of opcodes. */
    public static final int COUNT = 99;

    static {
        define("mov d a", "movi d i64");
        define("add d a b", "sub d a b", "mul d a b", "and d a b", "or d a b", "xor d a b", "andn d a b");
        define("shl d a b", "shr d a b", "sar d a b", "ror d a b");
        define("add.w d a b", "sub.w d a b", "mul.w d a b", "shl.w d a b", "shr.w d a b", "sar.w d a b", "ror.w d a b");
        define("addi d a i", "andi d a i", "ori d a i", "xori d a i", "shli d a i", "shri d a i", "sari d a i");
        define("rori d a i", "addi.w d a i", "shli.w d a i", "shri.w d a i", "sari.w d a i", "rori.w d a i");
        define("umulh d a b", "smulh d a b", "udiv d a b", "sdiv d a b", "udiv.w d a b", "sdiv.w d a b");
        define("clz d a", "clz.w d a", "rbit d a", "rbit.w d a", "bswap d a", "bswap.w d a");
        define("sext8 d a", "sext16 d a", "sext32 d a", "zext8 d a", "zext16 d a", "zext32 d a");
        define("ubfx d a i", "sbfx d a i", "dep d a b i", "funnel d a b i", "funnel.w d a b i");
        define("adc d a b c", "adc.w d a b c", "addf d a b", "subf d a b", "andf d a b", "adcf d a b c");
        define("addf.w d a b", "subf.w d a b", "andf.w d a b", "adcf.w d a b c");
        define("addfi d a i", "subfi d a i", "addfi.w d a i", "subfi.w d a i");
        define("setc d a b q", "setc.w d a b q", "self d a b c i");
        define("ld8u d a k i m", "ld8s d a k i m", "ld16u d a k i m", "ld16s d a k i m", "ld32u d a k i m");
        define("ld32s d a k i m", "ld64 d a k i m", "st8 a b k i m", "st16 a b k i m", "st32 a b k i m");
        define("st64 a b k i m", "lda d a k i m", "sta a b k i m", "rmw d a b k i m", "cas d a b k e m", "fence s");
        define("call d a b k i h", "sync i s", "poll x s", "exit x", "exitc a b q x", "exitc.w a b q x");
        define("exitf t c x", "exitr a x", "exits x", "exitb a n k x");
    }

    private static void define(String... rows) {
        for (String row : rows) {
            TABLE.add(OpInfo.parse(TABLE.size(), row));
        }
    }

    /** Returns the number, in its block, of the guest instruction that an operation belongs to. */
    public static int instruction(int word) {
        return (word >>> 8) & 0xFF;
    }

    /** Returns an operation's first int with another opcode, and no operand c. */
    public static int withOpcode(int word, int opcode) {
        return (word & 0xFF00) | opcode;
    }

    /** Returns what is known about an opcode. */
    public static OpInfo info(int opcode) {
        return TABLE.get(opcode);
    }

    /** Returns the opcode of that text name, or -1. */
    public static int byName(String name) {
        for (OpInfo info : TABLE) {
            if (info.name().equals(name)) {
                return info.opcode();
            }
        }
        return -1;
    }
}
