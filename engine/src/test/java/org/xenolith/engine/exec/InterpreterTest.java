// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenolith.engine.ir.Cond;
import org.xenolith.engine.ir.IrBuilder;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.support.RandomIr;
import org.xenolith.engine.support.ToyFrontEnd;

/** The reference against a slow one that computes with bits and unlimited integers, and shares nothing with it. */
class InterpreterTest {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private final ToyMachine machine = new ToyMachine();

    private long execute(int opcode, int c, long a, long b, int imm) {
        machine.cpu.r[1] = a;
        machine.cpu.r[2] = b;
        IrBuilder ir = new IrBuilder(ToyFrontEnd.REGISTERS, 64);
        ir.begin(0);
        ir.instruction(0);
        ir.emit(opcode, c, 0, 1, 2, imm);
        ir.exit(4);
        Interpreter interpreter = new Interpreter(machine.cpu);
        assertEquals(0, interpreter.run(new Block(0, 0, 0, 4, ir.build())));
        return machine.cpu.r[0];
    }

    private static BigInteger u(long value, int width) {
        return BigInteger.valueOf(value).mod(BigInteger.ONE.shiftLeft(width));
    }

    private static BigInteger s(long value, int width) {
        BigInteger unsigned = u(value, width);
        return unsigned.testBit(width - 1) ? unsigned.subtract(BigInteger.ONE.shiftLeft(width)) : unsigned;
    }

    private static long low(BigInteger value, int width) {
        return value.mod(BigInteger.ONE.shiftLeft(width)).longValue();
    }

    /** Operations of two registers: the same meaning in two widths. */
    enum Pair {
        ADD(Op.ADD, Op.ADDW),
        SUB(Op.SUB, Op.SUBW),
        MUL(Op.MUL, Op.MULW),
        SHL(Op.SHL, Op.SHLW),
        SHR(Op.SHR, Op.SHRW),
        SAR(Op.SAR, Op.SARW),
        ROR(Op.ROR, Op.RORW),
        UDIV(Op.UDIV, Op.UDIVW),
        SDIV(Op.SDIV, Op.SDIVW),
        CLZ(Op.CLZ, Op.CLZW),
        RBIT(Op.RBIT, Op.RBITW),
        BSWAP(Op.BSWAP, Op.BSWAPW),
        SHLI(Op.SHLI, Op.SHLWI),
        SHRI(Op.SHRI, Op.SHRWI),
        SARI(Op.SARI, Op.SARWI),
        RORI(Op.RORI, Op.RORWI),
        ADDI(Op.ADDI, Op.ADDWI);

        private final int wide;
        private final int narrow;

        Pair(int wide, int narrow) {
            this.wide = wide;
            this.narrow = narrow;
        }

        private boolean immediate() {
            return wide >= Op.ADDI && wide <= Op.RORI;
        }
    }

    private static BigInteger expected(Pair pair, long a, long b, int width) {
        int amount = (int) b & (width - 1);
        return switch (pair) {
            case ADD, ADDI -> u(a, width).add(s(b, width));
            case SUB -> u(a, width).subtract(u(b, width));
            case MUL -> u(a, width).multiply(u(b, width));
            case SHL, SHLI -> u(a, width).shiftLeft(amount);
            case SHR, SHRI -> u(a, width).shiftRight(amount);
            case SAR, SARI -> s(a, width).shiftRight(amount);
            case ROR, RORI -> u(a, width).shiftRight(amount).or(u(a, width).shiftLeft(width - amount));
            case UDIV ->
                u(b, width).signum() == 0 ? BigInteger.ZERO : u(a, width).divide(u(b, width));
            case SDIV ->
                s(b, width).signum() == 0 ? BigInteger.ZERO : s(a, width).divide(s(b, width));
            case CLZ -> BigInteger.valueOf(width - u(a, width).bitLength());
            case RBIT -> reversed(u(a, width), width, 1);
            case BSWAP -> reversed(u(a, width), width, 8);
        };
    }

    private static BigInteger reversed(BigInteger value, int width, int unit) {
        BigInteger result = BigInteger.ZERO;
        for (int i = 0; i < width; i++) {
            if (value.testBit(i)) {
                result = result.setBit(width - unit - i / unit * unit + i % unit);
            }
        }
        return result;
    }

    @ParameterizedTest
    @EnumSource(Pair.class)
    void computesInBothWidths(Pair pair) {
        RandomIr values = new RandomIr(pair.ordinal());
        for (int i = 0; i < 3000; i++) {
            long a = values.value();
            long b = pair.immediate() ? (int) values.value() : values.value();
            String what = pair + " of " + a + ", " + b;
            assertEquals(low(expected(pair, a, b, 64), 64), execute(pair.wide, 0, a, b, (int) b), what);
            assertEquals(low(expected(pair, a, b, 32), 32), execute(pair.narrow, 0, a, b, (int) b), what + " (w)");
        }
    }

    @Property
    void computesHighProducts(@ForAll long a, @ForAll long b) {
        assertEquals(u(a, 64).multiply(u(b, 64)).divide(TWO_64).longValue(), execute(Op.UMULH, 0, a, b, 0));
        assertEquals(s(a, 64).multiply(s(b, 64)).shiftRight(64).longValue(), execute(Op.SMULH, 0, a, b, 0));
    }

    @Property
    void computesBitwise(@ForAll long a, @ForAll long b, @ForAll int imm) {
        for (int bit = 0; bit < 64; bit++) {
            boolean x = (a >> bit & 1) != 0;
            boolean y = (b >> bit & 1) != 0;
            boolean i = ((long) imm >> bit & 1) != 0;
            assertEquals(x && y, (execute(Op.AND, 0, a, b, 0) >> bit & 1) != 0);
            assertEquals(x || y, (execute(Op.OR, 0, a, b, 0) >> bit & 1) != 0);
            assertEquals(x != y, (execute(Op.XOR, 0, a, b, 0) >> bit & 1) != 0);
            assertEquals(x && !y, (execute(Op.ANDN, 0, a, b, 0) >> bit & 1) != 0);
            assertEquals(x && i, (execute(Op.ANDI, 0, a, b, imm) >> bit & 1) != 0);
            assertEquals(x || i, (execute(Op.ORI, 0, a, b, imm) >> bit & 1) != 0);
            assertEquals(x != i, (execute(Op.XORI, 0, a, b, imm) >> bit & 1) != 0);
        }
    }

    @Property
    void extendsAndMovesFields(
            @ForAll long a,
            @ForAll long b,
            @ForAll @IntRange(max = 63) int position,
            @ForAll @IntRange(min = 1, max = 64) int wanted) {
        int length = Math.min(wanted, 64 - position);
        int field = position | length << 8;
        BigInteger part = u(a, 64).shiftRight(position);
        assertEquals(low(part, length), execute(Op.UBFX, 0, a, b, field));
        assertEquals(s(part.longValue(), length).longValue(), execute(Op.SBFX, 0, a, b, field));
        BigInteger hole = u(low(u(-1, 64), length), 64).shiftLeft(position);
        BigInteger deposited =
                u(a, 64).andNot(hole).or(u(low(u(b, 64), length), 64).shiftLeft(position));
        assertEquals(deposited.longValue(), execute(Op.DEP, 0, a, b, field));
        BigInteger pair = u(a, 64).shiftLeft(64).or(u(b, 64));
        assertEquals(low(pair.shiftRight(position), 64), execute(Op.FUNNEL, 0, a, b, position));
        BigInteger narrow = u(a, 32).shiftLeft(32).or(u(b, 32));
        assertEquals(low(narrow.shiftRight(position & 31), 32), execute(Op.FUNNELW, 0, a, b, position & 31));
        int[] widths = {8, 16, 32};
        for (int i = 0; i < widths.length; i++) {
            assertEquals(s(a, widths[i]).longValue(), execute(Op.SEXT8 + i, 0, a, b, 0));
            assertEquals(low(u(a, 64), widths[i]), execute(Op.ZEXT8 + i, 0, a, b, 0));
        }
    }

    @Property
    void decidesOnConditions(@ForAll long a, @ForAll long b) {
        for (int width : new int[] {64, 32}) {
            int signed = s(a, width).compareTo(s(b, width));
            int unsigned = u(a, width).compareTo(u(b, width));
            int opcode = width == 64 ? Op.SETC : Op.SETCW;
            boolean[] holds = {
                signed == 0,
                signed != 0,
                signed < 0,
                signed >= 0,
                signed <= 0,
                signed > 0,
                unsigned < 0,
                unsigned >= 0,
                unsigned <= 0,
                unsigned > 0
            };
            for (int cond = Cond.EQ; cond <= Cond.GTU; cond++) {
                assertEquals(holds[cond] ? 1 : 0, execute(opcode, cond, a, b, 0), Cond.name(cond));
            }
        }
    }

    @Property
    void selectsByATruthTable(@ForAll @IntRange(max = 0xFFFF) int table, @ForAll @IntRange(max = 15) int flags) {
        machine.cpu.r[ToyFrontEnd.FLAGS] = flags;
        boolean in = Integer.toBinaryString(0x10000 | table).charAt(16 - flags) == '1';
        assertEquals(in ? 5 : 6, execute(Op.SELF, ToyFrontEnd.FLAGS, 5, 6, table));
    }
}
