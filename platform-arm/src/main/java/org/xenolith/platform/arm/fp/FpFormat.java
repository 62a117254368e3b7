// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/**
 * A binary interchange format [DDI0487 A1.4]: sign, biased exponent, fraction, from the top bit down.
 *
 * @param width bits in all: 16, 32 or 64
 * @param fractionBits bits of the fraction: 10, 23 or 52
 */
record FpFormat(int width, int fractionBits) {
    static final FpFormat HALF = new FpFormat(16, 10);
    static final FpFormat SINGLE = new FpFormat(32, 23);
    static final FpFormat DOUBLE = new FpFormat(64, 52);

    int exponentBits() {
        return width - 1 - fractionBits;
    }

    int bias() {
        return (1 << (exponentBits() - 1)) - 1;
    }

    long signBit() {
        return 1L << (width - 1);
    }

    long fractionMask() {
        return leastNormal() - 1;
    }

    /** The encoding of the smallest normal number, which is also the implicit bit of a significand. */
    long leastNormal() {
        return 1L << fractionBits;
    }

    long infinity() {
        return ((1L << exponentBits()) - 1) << fractionBits;
    }

    /** A signed zero: the sign bit or nothing. */
    long zero(boolean negative) {
        return negative ? signBit() : 0;
    }

    long infinity(boolean negative) {
        return zero(negative) | infinity();
    }

    long largest(boolean negative) {
        return zero(negative) | (infinity() - 1);
    }

    long quietBit() {
        return 1L << (fractionBits - 1);
    }

    long defaultNaN() {
        return infinity() | quietBit();
    }

    boolean isNegative(long x) {
        return (x & signBit()) != 0;
    }

    /** Everything but the sign. */
    long magnitude(long x) {
        return x & (signBit() - 1);
    }

    boolean isNaN(long x) {
        return magnitude(x) > infinity();
    }

    boolean isSignalling(long x) {
        return isNaN(x) && (x & quietBit()) == 0;
    }

    boolean isInfinite(long x) {
        return magnitude(x) == infinity();
    }

    boolean isZero(long x) {
        return magnitude(x) == 0;
    }

    boolean isDenormal(long x) {
        long m = magnitude(x);
        return m != 0 && m < leastNormal();
    }

    /** The exponent field. */
    int biasedExponent(long x) {
        return (int) (magnitude(x) >>> fractionBits);
    }

    /** For a finite x other than zero: floor(log2(|x|)). */
    int exponent(long x) {
        int biased = biasedExponent(x);
        if (biased != 0) {
            return biased - bias();
        }
        return 1 - bias() - (Long.numberOfLeadingZeros(magnitude(x)) - (63 - fractionBits));
    }

    /** For a finite x other than zero: |x| = significand / 2^63 * 2^exponent, bit 63 set. */
    long significand(long x) {
        if (biasedExponent(x) != 0) {
            return ((x & fractionMask()) | leastNormal()) << (63 - fractionBits);
        }
        long m = magnitude(x);
        return m << Long.numberOfLeadingZeros(m);
    }

    /**
     * An operand as the arithmetic sees it: with FPCR.FZ a denormal number is a zero of the same sign and sets IDC. Not
     * for half precision, which has a control of its own that Armv8.0 lacks.
     */
    long operand(long[] r, long x) {
        if (FpState.flushes(r) && isDenormal(x)) {
            FpState.raise(r, FpState.IDC);
            return x & signBit();
        }
        return x;
    }
}
