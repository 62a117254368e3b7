// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Arithmetic on finite numbers against {@link ExactValue}: result and flags, in every rounding mode, with and without
 * flushing, with IXC clear (exactness must be found out) and set (it need not).
 */
class FpArithmeticPropertyTest {
    private static final int TRIES = 10_000;

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
    Arbitrary<Long> fpsr() {
        return Arbitraries.of(0L, FpState.IXC);
    }

    @Property(tries = TRIES)
    void doublesAddSubtractMultiplyAndDivideExactlyOnceRounded(
            @ForAll("d") long x, @ForAll("d") long y, @ForAll("fpcr") long fpcr, @ForAll("fpsr") long fpsr) {
        binaries(new Case(FpFormat.DOUBLE, fpcr, fpsr), x, y);
    }

    @Property(tries = TRIES)
    void singlesAddSubtractMultiplyAndDivideExactlyOnceRounded(
            @ForAll("s") long x, @ForAll("s") long y, @ForAll("fpcr") long fpcr, @ForAll("fpsr") long fpsr) {
        binaries(new Case(FpFormat.SINGLE, fpcr, fpsr), x, y);
    }

    @Property(tries = TRIES)
    void doublesFuseMultiplicationAndAddition(
            @ForAll("d") long x,
            @ForAll("d") long y,
            @ForAll("d") long a,
            @ForAll("fpcr") long fpcr,
            @ForAll("fpsr") long fpsr) {
        fused(new Case(FpFormat.DOUBLE, fpcr, fpsr), x, y, a);
    }

    @Property(tries = TRIES)
    void singlesFuseMultiplicationAndAddition(
            @ForAll("s") long x,
            @ForAll("s") long y,
            @ForAll("s") long a,
            @ForAll("fpcr") long fpcr,
            @ForAll("fpsr") long fpsr) {
        fused(new Case(FpFormat.SINGLE, fpcr, fpsr), x, y, a);
    }

    @Property(tries = TRIES)
    void sumsThatCancelToTheLastBitAreFused(
            @ForAll("d") long x, @ForAll("d") long y, @ForAll("fpcr") long fpcr, @ForAll("fpsr") long fpsr) {
        Case c = new Case(FpFormat.DOUBLE, fpcr, fpsr);
        ExactValue product = c.value(x).times(c.value(y));
        if (!product.isZero()) {
            fused(
                    c,
                    x,
                    y,
                    product.negated()
                            .rounded(FpFormat.DOUBLE, FpState.TO_ZERO, false)
                            .bits());
        }
    }

    @Property(tries = TRIES)
    void rootsAreRoundedOnce(
            @ForAll("d") long x, @ForAll("s") long y, @ForAll("fpcr") long fpcr, @ForAll("fpsr") long fpsr) {
        root(new Case(FpFormat.DOUBLE, fpcr, fpsr), x & Long.MAX_VALUE);
        root(new Case(FpFormat.SINGLE, fpcr, fpsr), y & Integer.MAX_VALUE);
    }

    @Property(tries = TRIES)
    void rootsOfSquaresAreExact(@ForAll("d") long x, @ForAll("fpcr") long fpcr, @ForAll("fpsr") long fpsr) {
        Case c = new Case(FpFormat.DOUBLE, fpcr, fpsr);
        long half = x & -1L << 27;
        ExactValue square = c.value(half).times(c.value(half));
        if (!square.isZero()) {
            root(c, square.rounded(FpFormat.DOUBLE, FpState.TO_ZERO, false).bits());
        }
    }

    private static void binaries(Case c, long x, long y) {
        ExactValue vx = c.value(x);
        ExactValue vy = c.value(y);
        boolean nx = c.format.isNegative(x);
        boolean ny = c.format.isNegative(y);
        c.check("add", FpArithmetic::fadd, vx.plus(vy), (vx.isZero() && vy.isZero() && nx == ny) ? nx : c.down(), x, y);
        c.check(
                "sub",
                FpArithmetic::fsub,
                vx.plus(vy.negated()),
                (vx.isZero() && vy.isZero() && nx != ny) ? nx : c.down(),
                x,
                y);
        c.check("mul", FpArithmetic::fmul, vx.times(vy), nx != ny, x, y);
        c.check("mulx", FpArithmetic::fmulx, vx.times(vy), nx != ny, x, y);
        if (!vy.isZero()) {
            c.check("div", FpArithmetic::fdiv, vx.over(vy), nx != ny, x, y);
        }
        ExactValue two = ExactValue.of(BigInteger.TWO);
        ExactValue three = ExactValue.of(BigInteger.valueOf(3));
        ExactValue product = vx.times(vy).negated();
        c.check("recps", FpEstimate::frecps, two.plus(product), c.down(), x, y);
        c.check("rsqrts", FpEstimate::frsqrts, three.plus(product).scaled(-1), c.down(), x, y);
    }

    private static void fused(Case c, long x, long y, long a) {
        ExactValue va = c.value(a);
        ExactValue vp = c.value(x).times(c.value(y));
        boolean na = c.format.isNegative(a);
        boolean np = c.format.isNegative(x) != c.format.isNegative(y);
        boolean zeros = va.isZero() && vp.isZero();
        c.check("madd", FpFused::fmadd, va.plus(vp), (zeros && na == np) ? na : c.down(), x, y, a);
        c.check("msub", FpFused::fmsub, va.plus(vp.negated()), (zeros && na != np) ? na : c.down(), x, y, a);
        c.check("nmadd", FpFused::fnmadd, va.plus(vp).negated(), (zeros && na == np) ? !na : c.down(), x, y, a);
        c.check("nmsub", FpFused::fnmsub, va.negated().plus(vp), (zeros && na != np) ? !na : c.down(), x, y, a);
    }

    private static void root(Case c, long x) {
        ExactValue v = c.value(x);
        c.check("sqrt", FpArithmetic::fsqrt, v.isZero() ? v : v.root(), false, x);
    }

    /**
     * The world an operation runs in.
     *
     * @param format precision of operands and result
     * @param fpcr control
     * @param fpsr flags before
     */
    private record Case(FpFormat format, long fpcr, long fpsr) {
        boolean flush() {
            return (fpcr & FpState.FZ) != 0;
        }

        int mode() {
            return (int) (fpcr >>> FpState.RMODE_SHIFT) & 3;
        }

        boolean down() {
            return mode() == FpState.DOWN;
        }

        ExactValue value(long x) {
            return flush() && denormal(x) ? ExactValue.ZERO : ExactValue.of(format, x);
        }

        private boolean denormal(long x) {
            long m = x & ~(1L << (format.width() - 1));
            return m != 0 && m < 1L << format.fractionBits();
        }

        void check(String name, Machine.Instruction op, ExactValue exact, boolean zeroIsNegative, long... operands) {
            long flags = 0;
            for (long x : operands) {
                flags |= flush() && denormal(x) ? FpState.IDC : 0;
            }
            long zero = zeroIsNegative ? 1L << (format.width() - 1) : 0;
            ExactValue.Rounded want =
                    exact.isZero() ? new ExactValue.Rounded(zero, 0) : exact.rounded(format, mode(), flush());
            Machine machine = Machine.with(fpcr, fpsr).operands(operands);
            long got = machine.scalar(op, format);
            assertEquals(
                    Long.toHexString(want.bits()) + " flags " + Long.toHexString(want.flags() | flags | fpsr),
                    Long.toHexString(got) + " flags " + Long.toHexString(machine.flags()),
                    name);
            assertEquals(0, machine.high(), "bits 127:64 of a scalar result");
        }
    }
}
