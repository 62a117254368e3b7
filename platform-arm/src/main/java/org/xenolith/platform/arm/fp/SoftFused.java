// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/**
 * Operations that multiply and add with one rounding, in integer arithmetic [DDI0487 FPMulAdd, FPRecipStepFused,
 * FPRSqrtStepFused].
 */
final class SoftFused {
    private SoftFused() {}

    /** addend + x * y. */
    static long mulAdd(long[] r, FpFormat f, long addend, long multiplicand, long multiplier) {
        long a = f.operand(r, addend);
        long x = f.operand(r, multiplicand);
        long y = f.operand(r, multiplier);
        boolean undefined = isZeroByInfinity(f, x, y);
        if (f.isNaN(a) || f.isNaN(x) || f.isNaN(y)) {
            if (undefined && !f.isSignalling(a)) {
                return FpNaN.invalid(r, f);
            }
            return FpNaN.of(r, f, a, x, y);
        }
        if (undefined) {
            return FpNaN.invalid(r, f);
        }
        boolean negative = f.isNegative(x ^ y);
        if (f.isInfinite(x) || f.isInfinite(y)) {
            boolean opposite = f.isInfinite(a) && f.isNegative(a) != negative;
            return opposite ? FpNaN.invalid(r, f) : f.infinity(negative);
        }
        if (f.isInfinite(a)) {
            return a;
        }
        if (f.isZero(x) || f.isZero(y)) {
            boolean zeroSum = f.isZero(a) && f.isNegative(a) != negative;
            return zeroSum ? FpRounding.cancelled(r, f) : a;
        }
        return fused(r, f, a, x, y, 0);
    }

    /** 2.0 - x * y. */
    static long recipStep(long[] r, FpFormat f, long x, long y) {
        return step(r, f, x, y, SoftFloat.two(f), 0);
    }

    /** (3.0 - x * y) / 2. */
    static long rsqrtStep(long[] r, FpFormat f, long x, long y) {
        return step(r, f, x, y, SoftFloat.two(f) | f.quietBit(), -1);
    }

    private static long step(long[] r, FpFormat f, long first, long second, long constant, int scale) {
        long x = f.operand(r, first ^ f.signBit());
        long y = f.operand(r, second);
        if (f.isNaN(x) || f.isNaN(y)) {
            return FpNaN.of(r, f, x, y);
        }
        // 2.0, or 3.0 / 2 = 1.5: one binary place less
        long scaled = constant + ((long) scale << f.fractionBits());
        if (isZeroByInfinity(f, x, y)) {
            return scaled;
        }
        if (f.isInfinite(x) || f.isInfinite(y)) {
            return f.infinity(f.isNegative(x ^ y));
        }
        if (f.isZero(x) || f.isZero(y)) {
            return scaled;
        }
        return fused(r, f, constant, x, y, scale);
    }

    private static boolean isZeroByInfinity(FpFormat f, long x, long y) {
        return (f.isInfinite(x) && f.isZero(y)) || (f.isZero(x) && f.isInfinite(y));
    }

    /**
     * (a + x * y) * 2^scale for finite x and y other than zero, and finite a.
     *
     * <p>Both terms are 128-bit integers of one common exponent, their first bit at most at 126. The product has at most
     * 106 bits, so bits are lost in aligning (and gathered in bit 0) only where cancellation is one place at most.
     */
    private static long fused(long[] r, FpFormat f, long a, long x, long y, int scale) {
        long sx = f.significand(x);
        long sy = f.significand(y);
        boolean negative = f.isNegative(x ^ y);
        int exponent = f.exponent(x) + f.exponent(y) + 2;
        long high = Math.unsignedMultiplyHigh(sx, sy);
        long low = high << 63 | (sx * sy) >>> 1;
        high >>>= 1;
        if (f.isZero(a)) {
            return normalised(r, f, negative, exponent + scale, high, low);
        }
        long addendHigh = f.significand(a) >>> 1;
        long addendLow = 0;
        int addendExponent = f.exponent(a) + 1;
        if (exponent >= addendExponent) {
            addendLow = shiftedLow(addendHigh, 0, exponent - addendExponent);
            addendHigh = shiftedHigh(addendHigh, exponent - addendExponent);
        } else {
            low = shiftedLow(high, low, addendExponent - exponent);
            high = shiftedHigh(high, addendExponent - exponent);
            exponent = addendExponent;
        }
        if (negative == f.isNegative(a)) {
            low += addendLow;
            high += addendHigh + (Long.compareUnsigned(low, addendLow) < 0 ? 1 : 0);
            return normalised(r, f, negative, exponent + scale, high, low);
        }
        high -= addendHigh + (Long.compareUnsigned(low, addendLow) < 0 ? 1 : 0);
        low -= addendLow;
        if (high < 0) {
            high = ~high + (low == 0 ? 1 : 0);
            low = -low;
            negative = !negative;
        }
        return normalised(r, f, negative, exponent + scale, high, low);
    }

    private static long shiftedHigh(long high, int count) {
        return count < 64 ? high >>> count : 0;
    }

    private static long shiftedLow(long high, long low, int count) {
        if (count == 0) {
            return low;
        }
        if (count < 64) {
            return low >>> count | high << -count | (low << -count == 0 ? 0 : 1);
        }
        return FpRounding.shiftRightSticky(high, count - 64) | (low == 0 ? 0 : 1);
    }

    /** Rounds (high:low) / 2^127 * 2^exponent. */
    private static long normalised(long[] r, FpFormat f, boolean negative, int exponent, long high, long low) {
        if ((high | low) == 0) {
            return FpRounding.cancelled(r, f);
        }
        int mode = FpState.rounding(r);
        if (high == 0) {
            int up = Long.numberOfLeadingZeros(low);
            return FpRounding.round(r, f, mode, negative, exponent - 64 - up, low << up);
        }
        int up = Long.numberOfLeadingZeros(high);
        long top = up == 0 ? high : high << up | low >>> -up;
        return FpRounding.round(r, f, mode, negative, exponent - up, top | (low << up == 0 ? 0 : 1));
    }
}
