// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/**
 * Double precision: the host's arithmetic where it provably gives the architecture's result and flags, else
 * {@link SoftFloat}.
 *
 * <p>The host rounds to nearest and has no flags. Its result stands if FPCR asks for that, denormals are not flushed, and
 * the result is well inside the normal range: then the operands were finite and nothing but IXC can be due. IXC is
 * cumulative, so only while it is still clear must exactness be found out; on both factors of a product, from the number
 * of their trailing zero bits.
 */
final class Fp64 {
    private static final FpFormat F = FpFormat.DOUBLE;
    /** Twice the smallest normal number: no result of at least this was tiny before it was rounded. */
    private static final double LEAST = 0x1p-1021;
    /** Below this no step of an error computation overflows. */
    private static final double CALM = 0x1p1000;

    private static final double NORMAL = Double.MIN_NORMAL;

    private Fp64() {}

    private static boolean hostRounds(long[] r) {
        return (r[FpState.FPCR] & (FpState.FZ | FpState.RMODE)) == 0;
    }

    private static boolean ordinary(double result) {
        double m = Math.abs(result);
        return m >= LEAST && m <= Double.MAX_VALUE;
    }

    private static boolean inexactKnown(long[] r) {
        return (r[FpState.FPSR] & FpState.IXC) != 0;
    }

    static long add(long[] r, long x, long y) {
        if (hostRounds(r)) {
            double a = Double.longBitsToDouble(x);
            double b = Double.longBitsToDouble(y);
            double sum = a + b;
            if (ordinary(sum) && (inexactKnown(r) || sumIsExact(a, b, sum))) {
                return Double.doubleToRawLongBits(sum);
            }
        }
        return SoftFloat.add(r, F, x, y);
    }

    static long sub(long[] r, long x, long y) {
        if (hostRounds(r)) {
            double a = Double.longBitsToDouble(x);
            double b = Double.longBitsToDouble(y);
            double difference = a - b;
            if (ordinary(difference) && (inexactKnown(r) || sumIsExact(a, -b, difference))) {
                return Double.doubleToRawLongBits(difference);
            }
        }
        return SoftFloat.sub(r, F, x, y);
    }

    /** Whether the rounding error of a + b, which is itself a double, is zero. */
    private static boolean sumIsExact(double a, double b, double sum) {
        double other = sum - a;
        return Math.abs(a) < CALM && Math.abs(b) < CALM && (a - (sum - other)) + (b - other) == 0;
    }

    static long mul(long[] r, long x, long y) {
        if (hostRounds(r)) {
            double a = Double.longBitsToDouble(x);
            double b = Double.longBitsToDouble(y);
            double product = a * b;
            if (ordinary(product) && (inexactKnown(r) || productIsExact(a, b, product))) {
                return Double.doubleToRawLongBits(product);
            }
        }
        return SoftFloat.mul(r, F, x, y);
    }

    /** Whether two normal numbers' product needs no more than 53 bits. False for denormal operands. */
    private static boolean productIsExact(double a, double b, double product) {
        int zeros = Long.numberOfTrailingZeros(Double.doubleToRawLongBits(a) | F.leastNormal())
                + Long.numberOfTrailingZeros(Double.doubleToRawLongBits(b) | F.leastNormal());
        int carry = Math.getExponent(product) - Math.getExponent(a) - Math.getExponent(b);
        return zeros >= 52 + carry && Math.abs(a) >= NORMAL && Math.abs(b) >= NORMAL;
    }

    static long div(long[] r, long x, long y) {
        if (hostRounds(r)) {
            double a = Double.longBitsToDouble(x);
            double b = Double.longBitsToDouble(y);
            double quotient = a / b;
            if (ordinary(quotient) && (inexactKnown(r) || factorsOf(a, quotient, b))) {
                return Double.doubleToRawLongBits(quotient);
            }
        }
        return SoftFloat.div(r, F, x, y);
    }

    static long sqrt(long[] r, long x) {
        if (hostRounds(r)) {
            double a = Double.longBitsToDouble(x);
            double root = Math.sqrt(a);
            if (ordinary(root) && (inexactKnown(r) || factorsOf(a, root, root))) {
                return Double.doubleToRawLongBits(root);
            }
        }
        return SoftFloat.sqrt(r, F, x);
    }

    private static boolean factorsOf(double a, double b, double c) {
        return Math.abs(a) >= NORMAL && b * c == a && productIsExact(b, c, a);
    }

    static long mulAdd(long[] r, long addend, long x, long y) {
        if (hostRounds(r)) {
            double a = Double.longBitsToDouble(x);
            double b = Double.longBitsToDouble(y);
            double c = Double.longBitsToDouble(addend);
            double result = Math.fma(a, b, c);
            if (ordinary(result) && (inexactKnown(r) || fusedIsExact(a, b, c, result))) {
                return Double.doubleToRawLongBits(result);
            }
        }
        return SoftFused.mulAdd(r, F, addend, x, y);
    }

    /** Whether both the product and the sum need no rounding; where only their combination needs none, false. */
    private static boolean fusedIsExact(double a, double b, double c, double result) {
        double product = a * b;
        return ordinary(product) && productIsExact(a, b, product) && sumIsExact(product, c, result);
    }

    static long neg(long x) {
        return x ^ Long.MIN_VALUE;
    }

    static long abs(long x) {
        return x & Long.MAX_VALUE;
    }
}
