// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** The 8-bit estimates of reciprocals and their square roots [DDI0487 FPRecipEstimate, FPRSqrtEstimate, FPRecpX]. */
final class FpGuess {
    /** For 128 <= a < 512 standing for 0.25 <= a / 512 < 1.0: 256 / sqrt(a / 512), between 256 and 511. */
    private static final short[] ROOTS = roots();

    private FpGuess() {}

    private static short[] roots() {
        short[] table = new short[512];
        for (int a = 128; a < 512; a++) {
            // the middle of the interval that has these leading bits, in units of 1/1024
            int middle = a < 256 ? a * 2 + 1 : ((a & ~1) + 1) * 2;
            int b = 512;
            while ((long) middle * (b + 1) * (b + 1) < 1L << 28) {
                b++;
            }
            table[a] = (short) ((b + 1) / 2);
        }
        return table;
    }

    /** For 256 <= a < 512 standing for 0.5 <= a / 512 < 1.0: 256 / (a / 512), between 256 and 511. */
    static int reciprocal(int a) {
        return ((1 << 19) / (a * 2 + 1) + 1) / 2;
    }

    static int reciprocalRoot(int a) {
        return ROOTS[a];
    }

    static long reciprocal(long[] r, FpFormat f, long operand) {
        long x = f.operand(r, operand);
        if (f.isNaN(x)) {
            return FpNaN.of(r, f, x);
        }
        boolean negative = f.isNegative(x);
        if (f.isInfinite(x)) {
            return f.zero(negative);
        }
        if (f.isZero(x)) {
            FpState.raise(r, FpState.DZC);
            return f.infinity(negative);
        }
        int exponent = f.exponent(x);
        if (exponent < -f.bias() - 1) {
            FpState.raise(r, FpState.OFC | FpState.IXC);
            return FpRounding.overflow(f, FpState.rounding(r), negative);
        }
        if (FpState.flushes(r) && exponent >= f.bias() - 1) {
            FpState.raise(r, FpState.UFC);
            return f.zero(negative);
        }
        int estimate = reciprocal((int) (f.significand(x) >>> 55));
        int biased = f.bias() - 1 - exponent;
        long significand = (long) estimate << (f.fractionBits() - 8);
        // estimate has nine bits: adding it to the exponent less one adds its first bit to that
        long packed =
                biased > 0 ? ((long) (biased - 1) << f.fractionBits()) + significand : significand >>> (1 - biased);
        return f.zero(negative) | packed;
    }

    static long reciprocalRoot(long[] r, FpFormat f, long operand) {
        long x = f.operand(r, operand);
        if (f.isNaN(x)) {
            return FpNaN.of(r, f, x);
        }
        boolean negative = f.isNegative(x);
        if (f.isZero(x)) {
            FpState.raise(r, FpState.DZC);
            return f.infinity(negative);
        }
        if (negative) {
            return FpNaN.invalid(r, f);
        }
        if (f.isInfinite(x)) {
            return 0;
        }
        int exponent = f.exponent(x);
        // an even exponent puts the value into [0.25, 0.5), an odd one into [0.5, 1)
        int estimate = reciprocalRoot((int) (f.significand(x) >>> (56 - (exponent & 1))));
        int biased = f.bias() + Math.floorDiv(-1 - exponent, 2);
        return ((long) (biased - 1) << f.fractionBits()) + ((long) estimate << (f.fractionBits() - 8));
    }

    /** The exponent turned over: a number whose product with x is near 1 in binary places. */
    static long reciprocalExponent(long[] r, FpFormat f, long operand) {
        long x = f.operand(r, operand);
        if (f.isNaN(x)) {
            return FpNaN.of(r, f, x);
        }
        long sign = x & f.signBit();
        if (f.biasedExponent(x) == 0) {
            return sign | (f.infinity() - f.leastNormal());
        }
        return sign | (~x & f.infinity());
    }

    /** [DDI0487 UnsignedRecipEstimate]: the operand stands for 0.5 <= x < 1, the result for 1 <= 1/x < 2. */
    static long unsignedReciprocal(long x) {
        int leading = (int) (x >>> 23) & 0x1ff;
        return leading < 256 ? 0xffff_ffffL : (long) reciprocal(leading) << 23;
    }

    /** [DDI0487 UnsignedRSqrtEstimate]: the operand stands for 0.25 <= x < 1. */
    static long unsignedReciprocalRoot(long x) {
        int leading = (int) (x >>> 23) & 0x1ff;
        return leading < 128 ? 0xffff_ffffL : (long) reciprocalRoot(leading) << 23;
    }
}
