// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Conversions of finite numbers against {@link ExactValue}: result and flags, in every rounding mode. */
class FpConversionPropertyTest {
    private static final int TRIES = 10_000;
    private static final int VN = 1 << 5;
    private static final int DOUBLE = 1 << 22;
    private static final int X = 1 << 31;

    private static final List<Machine.Instruction> SIGNED = List.of(
            FpToInteger::fcvtns, FpToInteger::fcvtps, FpToInteger::fcvtms, FpToInteger::fcvtzs, FpToInteger::fcvtas);
    private static final List<Machine.Instruction> UNSIGNED = List.of(
            FpToInteger::fcvtnu, FpToInteger::fcvtpu, FpToInteger::fcvtmu, FpToInteger::fcvtzu, FpToInteger::fcvtau);
    private static final List<Machine.Instruction> INTEGRAL =
            List.of(FpIntegral::frintn, FpIntegral::frintp, FpIntegral::frintm, FpIntegral::frintz, FpIntegral::frinta);

    @Provide
    Arbitrary<Long> d() {
        return Encodings.finite(FpFormat.DOUBLE);
    }

    @Provide
    Arbitrary<Long> s() {
        return Encodings.finite(FpFormat.SINGLE);
    }

    @Provide
    Arbitrary<Long> fpcr() {
        return Encodings.controls();
    }

    @Provide
    Arbitrary<Long> integer() {
        return Arbitraries.oneOf(
                Arbitraries.longs(),
                Arbitraries.longs().between(-1000, 1000),
                Arbitraries.integers().between(0, 63).map(n -> Long.MIN_VALUE >>> n),
                Arbitraries.integers().between(0, 63).map(n -> (1L << n) - 1),
                Arbitraries.integers().between(0, 63).map(n -> -1L << n | 1));
    }

    @Property(tries = TRIES)
    void doublesBecomeIntegersOrSaturate(@ForAll("d") long x, @ForAll("fpcr") long fpcr) {
        integers(FpFormat.DOUBLE, x, fpcr);
    }

    @Property(tries = TRIES)
    void singlesBecomeIntegersOrSaturate(@ForAll("s") long x, @ForAll("fpcr") long fpcr) {
        integers(FpFormat.SINGLE, x, fpcr);
    }

    private static void integers(FpFormat f, long x, long fpcr) {
        for (int mode = FpState.TO_NEAREST; mode <= FpState.AWAY; mode++) {
            for (int width : new int[] {32, 64}) {
                toInteger(SIGNED.get(mode), f, x, fpcr, mode, false, width, 0);
                toInteger(UNSIGNED.get(mode), f, x, fpcr, mode, true, width, 0);
            }
        }
    }

    @Property(tries = TRIES)
    void numbersBecomeFixedPointOrSaturate(
            @ForAll("d") long x,
            @ForAll("s") long y,
            @ForAll("fpcr") long fpcr,
            @ForAll @IntRange(min = 1, max = 64) int n) {
        toInteger(FpToInteger::fcvtzsFixed, FpFormat.DOUBLE, x, fpcr, FpState.TO_ZERO, false, 64, n);
        toInteger(FpToInteger::fcvtzuFixed, FpFormat.DOUBLE, x, fpcr, FpState.TO_ZERO, true, 64, n);
        toInteger(FpToInteger::fcvtzsFixed, FpFormat.SINGLE, y, fpcr, FpState.TO_ZERO, false, 32, (n + 1) / 2);
        toInteger(FpToInteger::fcvtzuFixed, FpFormat.SINGLE, y, fpcr, FpState.TO_ZERO, true, 32, (n + 1) / 2);
    }

    private static void toInteger(
            Machine.Instruction op,
            FpFormat f,
            long x,
            long fpcr,
            int mode,
            boolean unsigned,
            int width,
            int fraction) {
        ExactValue v = operand(f, x, fpcr).scaled(fraction);
        BigInteger least =
                unsigned ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(width - 1).negate();
        BigInteger most = BigInteger.ONE.shiftLeft(unsigned ? width : width - 1).subtract(BigInteger.ONE);
        BigInteger rounded = v.integer(mode);
        BigInteger want = rounded.max(least).min(most);
        long flags = !want.equals(rounded) ? FpState.IOC : v.isInteger() ? 0 : FpState.IXC;
        Machine machine = Machine.with(fpcr, 0).operands(x);
        int word = (width == 64 ? X : 0) | (f.width() == 64 ? DOUBLE : 0) | ((64 - fraction) & 63) << 10 | VN;
        long got = op.run(machine.r, word, 0, 0);
        assertEquals(Long.toHexString(want.longValue() & (-1L >>> (64 - width))), Long.toHexString(got));
        assertEquals(flags | inputFlags(f, x, fpcr), machine.flags());
    }

    @Property(tries = TRIES)
    void integersAndFixedPointBecomeNumbers(
            @ForAll("integer") long x, @ForAll("fpcr") long fpcr, @ForAll @IntRange(min = 0, max = 32) int fraction) {
        for (FpFormat f : List.of(FpFormat.SINGLE, FpFormat.DOUBLE)) {
            int word = (f.width() == 64 ? DOUBLE : 0) | ((64 - fraction) & 63) << 10;
            Machine.Instruction signed = fraction == 0 ? FpFromInteger::scvtf : FpFromInteger::scvtfFixed;
            Machine.Instruction unsigned = fraction == 0 ? FpFromInteger::ucvtf : FpFromInteger::ucvtfFixed;
            BigInteger whole = BigInteger.valueOf(x);
            fromInteger(signed, f, word | X, x, whole, fraction, fpcr);
            fromInteger(unsigned, f, word | X, x, whole.mod(BigInteger.ONE.shiftLeft(64)), fraction, fpcr);
            fromInteger(signed, f, word, x, BigInteger.valueOf(x << 32 >> 32), fraction, fpcr);
            fromInteger(unsigned, f, word, x, BigInteger.valueOf(x & 0xffff_ffffL), fraction, fpcr);
        }
    }

    private static void fromInteger(
            Machine.Instruction op, FpFormat f, int word, long x, BigInteger value, int fraction, long fpcr) {
        ExactValue v = ExactValue.of(value).scaled(-fraction);
        ExactValue.Rounded want = v.isZero() ? new ExactValue.Rounded(0, 0) : v.rounded(f, mode(fpcr), false);
        Machine machine = Machine.with(fpcr, 0);
        op.run(machine.r, word, x, 0);
        assertEquals(Long.toHexString(want.bits()), Long.toHexString(machine.low()));
        assertEquals(want.flags(), machine.flags());
    }

    @Property(tries = TRIES)
    void numbersBecomeIntegral(@ForAll("d") long x, @ForAll("s") long y, @ForAll("fpcr") long fpcr) {
        for (int mode = FpState.TO_NEAREST; mode <= FpState.AWAY; mode++) {
            integral(INTEGRAL.get(mode), FpFormat.DOUBLE, x, fpcr, mode, false);
            integral(INTEGRAL.get(mode), FpFormat.SINGLE, y, fpcr, mode, false);
        }
        integral(FpIntegral::frinti, FpFormat.DOUBLE, x, fpcr, mode(fpcr), false);
        integral(FpIntegral::frintx, FpFormat.DOUBLE, x, fpcr, mode(fpcr), true);
        integral(FpIntegral::frintx, FpFormat.SINGLE, y, fpcr, mode(fpcr), true);
    }

    private static void integral(Machine.Instruction op, FpFormat f, long x, long fpcr, int mode, boolean exact) {
        ExactValue v = operand(f, x, fpcr);
        BigInteger whole = v.integer(mode);
        long sign = x & 1L << (f.width() - 1);
        long want = whole.signum() == 0
                ? sign
                : ExactValue.of(whole).rounded(f, FpState.TO_ZERO, false).bits();
        Machine machine = Machine.with(fpcr, 0).operands(x);
        assertEquals(Long.toHexString(want), Long.toHexString(machine.scalar(op, f)));
        assertEquals((exact && !v.isInteger() ? FpState.IXC : 0) | inputFlags(f, x, fpcr), machine.flags());
    }

    @Property(tries = TRIES)
    void doublesNarrow(@ForAll("d") long x, @ForAll("fpcr") long fpcr) {
        resize(FpPrecision::fcvtDoubleToSingle, FpFormat.DOUBLE, FpFormat.SINGLE, x, fpcr, mode(fpcr));
        resize(FpPrecision::fcvtxnScalar, FpFormat.DOUBLE, FpFormat.SINGLE, x, fpcr, FpState.TO_ODD);
        resize(FpPrecision::fcvtDoubleToHalf, FpFormat.DOUBLE, FpFormat.HALF, x, fpcr & ~FpState.AHP, mode(fpcr));
    }

    @Property(tries = TRIES)
    void singlesNarrowAndWiden(@ForAll("s") long x, @ForAll("fpcr") long fpcr) {
        resize(FpPrecision::fcvtSingleToDouble, FpFormat.SINGLE, FpFormat.DOUBLE, x, fpcr, mode(fpcr));
        resize(FpPrecision::fcvtSingleToHalf, FpFormat.SINGLE, FpFormat.HALF, x, fpcr & ~FpState.AHP, mode(fpcr));
    }

    private static void resize(Machine.Instruction op, FpFormat from, FpFormat to, long x, long fpcr, int mode) {
        ExactValue v = operand(from, x, fpcr);
        long zero = from.isNegative(x) ? 1L << (to.width() - 1) : 0;
        boolean flush = to.width() != 16 && (fpcr & FpState.FZ) != 0;
        ExactValue.Rounded want = v.isZero() ? new ExactValue.Rounded(zero, 0) : v.rounded(to, mode, flush);
        Machine machine = Machine.with(fpcr, 0).operands(x);
        op.run(machine.r, VN, 0, 0);
        assertEquals(Long.toHexString(want.bits()), Long.toHexString(machine.low()));
        assertEquals(want.flags() | inputFlags(from, x, fpcr), machine.flags());
    }

    private static int mode(long fpcr) {
        return (int) (fpcr >>> FpState.RMODE_SHIFT) & 3;
    }

    private static boolean flushed(FpFormat f, long x, long fpcr) {
        long m = x & ~(1L << (f.width() - 1));
        return (fpcr & FpState.FZ) != 0 && m != 0 && m < 1L << f.fractionBits();
    }

    private static long inputFlags(FpFormat f, long x, long fpcr) {
        return flushed(f, x, fpcr) ? FpState.IDC : 0;
    }

    private static ExactValue operand(FpFormat f, long x, long fpcr) {
        return flushed(f, x, fpcr) ? ExactValue.ZERO : ExactValue.of(f, x);
    }
}
