// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

import java.math.BigInteger;

/**
 * A number as a fraction of two integers, and what rounding it once gives: the reference for the arithmetic, written with
 * unbounded integers and nothing else.
 *
 * @param numerator carries the sign
 * @param denominator greater than 0
 */
record ExactValue(BigInteger numerator, BigInteger denominator) {
    static final ExactValue ZERO = new ExactValue(BigInteger.ZERO, BigInteger.ONE);

    private static final int ROOT_BITS = 400;

    /**
     * An encoding and the flags that come with it.
     *
     * @param bits the encoding
     * @param flags FPSR bits
     */
    record Rounded(long bits, long flags) {}

    /** The number that a finite encoding stands for. */
    static ExactValue of(FpFormat f, long x) {
        int field = (int) (x >>> f.fractionBits()) & ((1 << f.exponentBits()) - 1);
        BigInteger fraction = BigInteger.valueOf(x & ((1L << f.fractionBits()) - 1));
        BigInteger m = field == 0 ? fraction : fraction.setBit(f.fractionBits());
        boolean negative = (x >>> (f.width() - 1) & 1) != 0;
        return new ExactValue(negative ? m.negate() : m, BigInteger.ONE)
                .scaled(Math.max(field, 1) - f.bias() - f.fractionBits());
    }

    static ExactValue of(BigInteger integer) {
        return new ExactValue(integer, BigInteger.ONE);
    }

    ExactValue scaled(int exponent) {
        return exponent >= 0
                ? new ExactValue(numerator.shiftLeft(exponent), denominator)
                : new ExactValue(numerator, denominator.shiftLeft(-exponent));
    }

    ExactValue plus(ExactValue o) {
        BigInteger n = numerator.multiply(o.denominator).add(o.numerator.multiply(denominator));
        return new ExactValue(n, denominator.multiply(o.denominator));
    }

    ExactValue times(ExactValue o) {
        return new ExactValue(numerator.multiply(o.numerator), denominator.multiply(o.denominator));
    }

    /** The quotient by a number other than zero. */
    ExactValue over(ExactValue o) {
        BigInteger n = numerator.multiply(o.denominator);
        BigInteger d = denominator.multiply(o.numerator);
        return d.signum() < 0 ? new ExactValue(n.negate(), d.negate()) : new ExactValue(n, d);
    }

    ExactValue negated() {
        return new ExactValue(numerator.negate(), denominator);
    }

    /** The root, or a number between the same two neighbours of any format: what is cut off is never a tie. */
    ExactValue root() {
        int even = ROOT_BITS + 2 * denominator.bitLength();
        BigInteger[] scaled = numerator.shiftLeft(2 * even).divideAndRemainder(denominator);
        BigInteger[] root = scaled[0].sqrtAndRemainder();
        boolean exact = scaled[1].signum() == 0 && root[1].signum() == 0;
        BigInteger n = root[0].shiftLeft(1);
        return new ExactValue(exact ? n : n.add(BigInteger.ONE), BigInteger.ONE.shiftLeft(even + 1));
    }

    boolean isZero() {
        return numerator.signum() == 0;
    }

    /** floor(log2(|this|)). */
    private int exponent() {
        int e = numerator.abs().bitLength() - denominator.bitLength();
        BigInteger n = numerator.abs();
        boolean below = e >= 0
                ? n.compareTo(denominator.shiftLeft(e)) < 0
                : n.shiftLeft(-e).compareTo(denominator) < 0;
        return below ? e - 1 : e;
    }

    /**
     * The nearest integer in a direction.
     *
     * @param mode as {@link FpState} numbers them
     */
    BigInteger integer(int mode) {
        BigInteger[] parts = numerator.abs().divideAndRemainder(denominator);
        int half = parts[1].shiftLeft(1).compareTo(denominator);
        boolean inexact = parts[1].signum() != 0;
        boolean negative = numerator.signum() < 0;
        boolean up =
                switch (mode) {
                    case FpState.TO_NEAREST -> half > 0 || (half == 0 && parts[0].testBit(0));
                    case FpState.AWAY -> half >= 0;
                    case FpState.UP -> inexact && !negative;
                    case FpState.DOWN -> inexact && negative;
                    case FpState.TO_ODD -> inexact && !parts[0].testBit(0);
                    default -> false;
                };
        BigInteger m = up ? parts[0].add(BigInteger.ONE) : parts[0];
        return negative ? m.negate() : m;
    }

    boolean isInteger() {
        return numerator.mod(denominator).signum() == 0;
    }

    /** Rounds a number other than zero to a format other than alternative half precision. */
    Rounded rounded(FpFormat f, int mode, boolean flush) {
        int least = 1 - f.bias();
        int e = exponent();
        boolean negative = numerator.signum() < 0;
        long sign = negative ? 1L << (f.width() - 1) : 0;
        boolean tiny = e < least;
        if (tiny && flush) {
            return new Rounded(sign, FpState.UFC);
        }
        int unit = Math.max(e, least) - f.fractionBits();
        ExactValue inUnits = scaled(-unit);
        long flags = inUnits.isInteger() ? 0 : tiny ? FpState.UFC | FpState.IXC : FpState.IXC;
        BigInteger m = inUnits.integer(mode).abs();
        ExactValue largest = of(f, (((1L << f.exponentBits()) - 1) << f.fractionBits()) - 1);
        if (of(m).scaled(unit).plus(largest.negated()).numerator.signum() > 0) {
            boolean toInfinity = mode == FpState.TO_NEAREST || mode == (negative ? FpState.DOWN : FpState.UP);
            long infinity = ((1L << f.exponentBits()) - 1) << f.fractionBits();
            return new Rounded(sign | (toInfinity ? infinity : infinity - 1), FpState.OFC | FpState.IXC);
        }
        return new Rounded(sign | encoded(f, m, unit), flags);
    }

    private static long encoded(FpFormat f, BigInteger m, int unit) {
        if (!m.testBit(f.fractionBits()) && m.bitLength() <= f.fractionBits()) {
            return m.longValueExact();
        }
        int excess = m.bitLength() - 1 - f.fractionBits();
        long fraction = m.shiftRight(excess).clearBit(f.fractionBits()).longValueExact();
        return (long) (unit + excess + f.fractionBits() + f.bias()) << f.fractionBits() | fraction;
    }
}
