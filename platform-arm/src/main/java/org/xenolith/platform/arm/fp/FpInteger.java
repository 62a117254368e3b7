// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** Between floating point and integers or fixed point, and to integral values [DDI0487 FPToFixed, FixedToFP, FPRoundInt]. */
final class FpInteger {
    private FpInteger() {}

    /**
     * x * 2^fractionBits as an integer; out of range it saturates and sets IOC, a NaN gives 0.
     *
     * @param mode rounding, 0..4
     * @param fractionBits 0..64
     * @param width of the result, 32 or 64; it is zero extended
     */
    static long fromFp(long[] r, FpFormat f, long operand, int mode, boolean unsigned, int fractionBits, int width) {
        long x = f.operand(r, operand);
        if (f.isZero(x)) {
            return 0;
        }
        if (f.isNaN(x)) {
            FpState.raise(r, FpState.IOC);
            return 0;
        }
        boolean negative = f.isNegative(x);
        int exponent = f.isInfinite(x) ? 64 : f.exponent(x) + fractionBits;
        if (exponent > 63) {
            return saturated(r, negative, unsigned, width);
        }
        long significand = f.significand(x);
        long whole = exponent < 0 ? 0 : significand >>> (63 - exponent);
        long fraction = fractionOf(significand, exponent);
        if (FpRounding.roundsUp(mode, negative, whole, fraction)) {
            whole++;
        }
        if (!fits(whole, negative, unsigned, width)) {
            return saturated(r, negative, unsigned, width);
        }
        if (fraction != 0) {
            FpState.raise(r, FpState.IXC);
        }
        return (negative ? -whole : whole) & (-1L >>> (64 - width));
    }

    /** The part of significand / 2^63 * 2^exponent below 1, as a 64-bit binary fraction with a sticky last bit. */
    private static long fractionOf(long significand, int exponent) {
        if (exponent >= 63) {
            return 0;
        }
        return exponent >= -1 ? significand << (exponent + 1) : FpRounding.shiftRightSticky(significand, -1 - exponent);
    }

    private static boolean fits(long magnitude, boolean negative, boolean unsigned, int width) {
        if (unsigned) {
            return negative ? magnitude == 0 : magnitude >>> 1 >>> (width - 1) == 0;
        }
        long limit = 1L << (width - 1);
        return Long.compareUnsigned(magnitude, limit) < 0 || (negative && magnitude == limit);
    }

    private static long saturated(long[] r, boolean negative, boolean unsigned, int width) {
        FpState.raise(r, FpState.IOC);
        long ones = -1L >>> (64 - width);
        if (unsigned) {
            return negative ? 0 : ones;
        }
        return negative ? 1L << (width - 1) : ones >>> 1;
    }

    /** The number value / 2^fractionBits, rounded as FPCR says; an unsigned value may have bit 63 set. */
    static long toFp(long[] r, FpFormat f, long value, boolean unsigned, int fractionBits) {
        if (value == 0) {
            return 0;
        }
        boolean negative = !unsigned && value < 0;
        long magnitude = negative ? -value : value;
        int up = Long.numberOfLeadingZeros(magnitude);
        return FpRounding.round(r, f, FpState.rounding(r), negative, 63 - up - fractionBits, magnitude << up);
    }

    /**
     * The nearest integral number.
     *
     * @param mode rounding, 0..4
     * @param exact whether a result that differs from x sets IXC
     */
    static long integral(long[] r, FpFormat f, long operand, int mode, boolean exact) {
        long x = f.operand(r, operand);
        if (f.isNaN(x)) {
            return FpNaN.of(r, f, x);
        }
        if (f.isZero(x)) {
            return x;
        }
        int exponent = f.exponent(x);
        if (exponent >= f.fractionBits()) {
            return x;
        }
        long significand = f.significand(x);
        long whole = exponent < 0 ? 0 : significand >>> (63 - exponent);
        long fraction = fractionOf(significand, exponent);
        if (fraction == 0) {
            return x;
        }
        if (exact) {
            FpState.raise(r, FpState.IXC);
        }
        boolean negative = f.isNegative(x);
        if (FpRounding.roundsUp(mode, negative, whole, fraction)) {
            whole++;
        }
        return f.zero(negative) | small(f, whole);
    }

    /** The encoding of an integer that needs no rounding. */
    private static long small(FpFormat f, long whole) {
        if (whole == 0) {
            return 0;
        }
        int top = 63 - Long.numberOfLeadingZeros(whole);
        long fraction = whole << (f.fractionBits() - top) & f.fractionMask();
        return (long) (f.bias() + top) << f.fractionBits() | fraction;
    }
}
