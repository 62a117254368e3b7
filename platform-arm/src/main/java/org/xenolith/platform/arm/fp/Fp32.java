// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/**
 * Single precision, as {@link Fp64}. Products of two singles are exact doubles, which makes exactness cheap to see.
 *
 * <p>Operands and results are zero extended.
 */
final class Fp32 {
    private static final FpFormat F = FpFormat.SINGLE;
    private static final float LEAST = 0x1p-125f;
    private static final float CALM = 0x1p120f;
    private static final long BITS = 0xffff_ffffL;

    private Fp32() {}

    private static boolean hostRounds(long[] r) {
        return (r[FpState.FPCR] & (FpState.FZ | FpState.RMODE)) == 0;
    }

    private static boolean ordinary(float result) {
        float m = Math.abs(result);
        return m >= LEAST && m <= Float.MAX_VALUE;
    }

    private static boolean inexactKnown(long[] r) {
        return (r[FpState.FPSR] & FpState.IXC) != 0;
    }

    private static float value(long x) {
        return Float.intBitsToFloat((int) x);
    }

    private static long bits(float x) {
        return Float.floatToRawIntBits(x) & BITS;
    }

    static long add(long[] r, long x, long y) {
        if (hostRounds(r)) {
            float a = value(x);
            float b = value(y);
            float sum = a + b;
            if (ordinary(sum) && (inexactKnown(r) || sumIsExact(a, b, sum))) {
                return bits(sum);
            }
        }
        return SoftFloat.add(r, F, x, y);
    }

    static long sub(long[] r, long x, long y) {
        if (hostRounds(r)) {
            float a = value(x);
            float b = value(y);
            float difference = a - b;
            if (ordinary(difference) && (inexactKnown(r) || sumIsExact(a, -b, difference))) {
                return bits(difference);
            }
        }
        return SoftFloat.sub(r, F, x, y);
    }

    private static boolean sumIsExact(float a, float b, float sum) {
        float other = sum - a;
        return Math.abs(a) < CALM && Math.abs(b) < CALM && (a - (sum - other)) + (b - other) == 0;
    }

    static long mul(long[] r, long x, long y) {
        if (hostRounds(r)) {
            double exact = (double) value(x) * value(y);
            float product = (float) exact;
            if (ordinary(product) && (inexactKnown(r) || product == exact)) {
                return bits(product);
            }
        }
        return SoftFloat.mul(r, F, x, y);
    }

    static long div(long[] r, long x, long y) {
        if (hostRounds(r)) {
            float a = value(x);
            float b = value(y);
            float quotient = a / b;
            if (ordinary(quotient) && (inexactKnown(r) || (double) quotient * b == a)) {
                return bits(quotient);
            }
        }
        return SoftFloat.div(r, F, x, y);
    }

    static long sqrt(long[] r, long x) {
        if (hostRounds(r)) {
            float a = value(x);
            float root = (float) Math.sqrt(a);
            if (ordinary(root) && (inexactKnown(r) || (double) root * root == a)) {
                return bits(root);
            }
        }
        return SoftFloat.sqrt(r, F, x);
    }

    static long mulAdd(long[] r, long addend, long x, long y) {
        if (hostRounds(r)) {
            float result = Math.fma(value(x), value(y), value(addend));
            if (ordinary(result) && (inexactKnown(r) || isExact(value(addend), (double) value(x) * value(y), result))) {
                return bits(result);
            }
        }
        return SoftFused.mulAdd(r, F, addend, x, y);
    }

    private static boolean isExact(double addend, double product, float result) {
        double sum = addend + product;
        double other = sum - addend;
        return sum == result && (addend - (sum - other)) + (product - other) == 0;
    }

    static long neg(long x) {
        return x ^ F.signBit();
    }

    static long abs(long x) {
        return x & (F.signBit() - 1);
    }
}
