// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/**
 * Addition, multiplication, division and square root in integer arithmetic, for every format, rounding mode and control
 * bit [DDI0487 FPAdd, FPSub, FPMul, FPMulX, FPDiv, FPSqrt].
 */
final class SoftFloat {
    /** Quotient bits found by one division step: a 53-bit remainder moved up by these still is a positive long. */
    private static final int DIGIT = 10;

    private SoftFloat() {}

    static long add(long[] r, FpFormat f, long augend, long addend) {
        long x = f.operand(r, augend);
        long y = f.operand(r, addend);
        if (f.isNaN(x) || f.isNaN(y)) {
            return FpNaN.of(r, f, x, y);
        }
        return sum(r, f, x, y);
    }

    static long sub(long[] r, FpFormat f, long minuend, long subtrahend) {
        long x = f.operand(r, minuend);
        long y = f.operand(r, subtrahend);
        if (f.isNaN(x) || f.isNaN(y)) {
            return FpNaN.of(r, f, x, y);
        }
        return sum(r, f, x, y ^ f.signBit());
    }

    private static long sum(long[] r, FpFormat f, long x, long y) {
        if (f.isInfinite(x)) {
            return f.isInfinite(y) && x != y ? FpNaN.invalid(r, f) : x;
        }
        if (f.isInfinite(y)) {
            return y;
        }
        if (f.isZero(x) && f.isZero(y)) {
            return x == y ? x : FpRounding.cancelled(r, f);
        }
        if (f.isZero(x)) {
            return y;
        }
        if (f.isZero(y)) {
            return x;
        }
        return f.magnitude(x) >= f.magnitude(y) ? ordered(r, f, x, y) : ordered(r, f, y, x);
    }

    /** The sum of two numbers, |x| >= |y| > 0. */
    private static long ordered(long[] r, FpFormat f, long x, long y) {
        int exponent = f.exponent(x);
        long larger = f.significand(x) >>> 1;
        long smaller = FpRounding.shiftRightSticky(f.significand(y) >>> 1, exponent - f.exponent(y));
        boolean negative = f.isNegative(x);
        long sum = negative == f.isNegative(y) ? larger + smaller : larger - smaller;
        if (sum == 0) {
            return FpRounding.cancelled(r, f);
        }
        int up = Long.numberOfLeadingZeros(sum);
        return FpRounding.round(r, f, FpState.rounding(r), negative, exponent + 1 - up, sum << up);
    }

    static long mul(long[] r, FpFormat f, long multiplicand, long multiplier) {
        return product(r, f, f.operand(r, multiplicand), f.operand(r, multiplier), false);
    }

    /** As mul, but zero times infinity is 2.0 with the sign of the product. */
    static long mulx(long[] r, FpFormat f, long multiplicand, long multiplier) {
        return product(r, f, f.operand(r, multiplicand), f.operand(r, multiplier), true);
    }

    private static long product(long[] r, FpFormat f, long x, long y, boolean extended) {
        if (f.isNaN(x) || f.isNaN(y)) {
            return FpNaN.of(r, f, x, y);
        }
        boolean negative = f.isNegative(x ^ y);
        if (f.isInfinite(x) || f.isInfinite(y)) {
            if (f.isZero(x) || f.isZero(y)) {
                return extended ? f.zero(negative) | two(f) : FpNaN.invalid(r, f);
            }
            return f.infinity(negative);
        }
        if (f.isZero(x) || f.isZero(y)) {
            return f.zero(negative);
        }
        long a = f.significand(x);
        long b = f.significand(y);
        long high = Math.unsignedMultiplyHigh(a, b);
        long low = a * b;
        int exponent = f.exponent(x) + f.exponent(y) + 1;
        if (high >= 0) {
            high = high << 1 | low >>> 63;
            low <<= 1;
            exponent--;
        }
        return FpRounding.round(r, f, FpState.rounding(r), negative, exponent, high | (low == 0 ? 0 : 1));
    }

    /** The encoding of 2.0. */
    static long two(FpFormat f) {
        return (long) (f.bias() + 1) << f.fractionBits();
    }

    static long div(long[] r, FpFormat f, long dividend, long divisor) {
        long x = f.operand(r, dividend);
        long y = f.operand(r, divisor);
        if (f.isNaN(x) || f.isNaN(y)) {
            return FpNaN.of(r, f, x, y);
        }
        boolean negative = f.isNegative(x ^ y);
        if (f.isInfinite(x)) {
            return f.isInfinite(y) ? FpNaN.invalid(r, f) : f.infinity(negative);
        }
        if (f.isZero(y)) {
            if (f.isZero(x)) {
                return FpNaN.invalid(r, f);
            }
            FpState.raise(r, FpState.DZC);
            return f.infinity(negative);
        }
        if (f.isZero(x) || f.isInfinite(y)) {
            return f.zero(negative);
        }
        return quotient(r, f, x, y, negative);
    }

    private static long quotient(long[] r, FpFormat f, long x, long y, boolean negative) {
        long remainder = f.significand(x) >>> 11;
        long divisor = f.significand(y) >>> 11;
        int exponent = f.exponent(x) - f.exponent(y);
        if (remainder < divisor) {
            remainder <<= 1;
            exponent--;
        }
        long quotient = 1;
        remainder -= divisor;
        for (int digit = 0; digit < 6; digit++) {
            remainder <<= DIGIT;
            quotient = quotient << DIGIT | remainder / divisor;
            remainder %= divisor;
        }
        // 61 bits and what is left over
        long significand = quotient << 3 | (remainder == 0 ? 0 : 1);
        return FpRounding.round(r, f, FpState.rounding(r), negative, exponent, significand);
    }

    static long sqrt(long[] r, FpFormat f, long radicand) {
        long x = f.operand(r, radicand);
        if (f.isNaN(x)) {
            return FpNaN.of(r, f, x);
        }
        if (f.isZero(x)) {
            return x;
        }
        if (f.isNegative(x)) {
            return FpNaN.invalid(r, f);
        }
        return f.isInfinite(x) ? x : root(r, f, x);
    }

    /**
     * The root of a positive number. The host's root of the significand is within half a unit of 53 bits, and the exact
     * square of that says on which side of it the true root lies: enough for every mode, as a root is never a tie.
     */
    private static long root(long[] r, FpFormat f, long x) {
        int exponent = f.exponent(x);
        int odd = exponent & 1;
        long m = f.significand(x) >>> 11 << odd;
        // 2^52 <= m < 2^54, so this is an integer of 53 bits
        long root = (long) (Math.sqrt((double) m) * (1 << 26));
        long high = Math.multiplyHigh(root, root);
        long low = root * root;
        long wantHigh = m >>> 12;
        long wantLow = m << 52;
        int side = Long.compare(wantHigh, high);
        if (side == 0) {
            side = Long.compareUnsigned(wantLow, low);
        }
        return FpRounding.round(r, f, FpState.rounding(r), false, exponent >> 1, (root << 11) + side);
    }
}
