// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/**
 * Where an instruction's operands are, and one operation applied to all its elements.
 *
 * <p>All encodings of this package agree on these fields [DDI0487 C4.1]: bit 28 is set in scalar ones, bit 22 in those of
 * double precision, bit 30 (Q) in vectors of 128 bits; Rd is 4:0, Rn 9:5, Rm 20:16. What is not written of the
 * destination becomes zero. The operations are constants of the instruction classes, so that a compiler that knows the
 * instruction word knows the whole path.
 */
final class Lanes {
    private static final int V0 = FpState.V0;
    private static final long SINGLE = 0xffff_ffffL;

    private Lanes() {}

    static boolean isScalar(int word) {
        return (word & 1 << 28) != 0;
    }

    static boolean isDouble(int word) {
        return (word & 1 << 22) != 0;
    }

    static boolean isFull(int word) {
        return (word & 1 << 30) != 0;
    }

    /** The slot of bits 63:0 of Vd. */
    static int d(int word) {
        return V0 + (word << 1 & 0x3e);
    }

    static int n(int word) {
        return V0 + (word >>> 4 & 0x3e);
    }

    static int m(int word) {
        return V0 + (word >>> 15 & 0x3e);
    }

    /** Fraction bits of the fixed-point forms of shift-by-immediate encodings: element size * 2 - immh:immb. */
    static int fractionBits(int word) {
        return (isDouble(word) ? 128 : 64) - (word >>> 16 & 0x7f);
    }

    /** Vd = value, the rest zero. */
    static long scalar(long[] r, int word, long value) {
        int d = d(word);
        r[d] = value;
        r[d + 1] = 0;
        return 0;
    }

    /** Element 0 of the register at a slot, of the instruction's precision. */
    static long first(long[] r, int word, int slot) {
        return isDouble(word) ? r[slot] : r[slot] & SINGLE;
    }

    /** Vd = op(Vn). */
    static long unary(long[] r, int word, FpUnary doubles, FpUnary singles) {
        int n = n(word);
        if (isScalar(word)) {
            return scalar(r, word, isDouble(word) ? doubles.apply(r, r[n]) : singles.apply(r, r[n] & SINGLE));
        }
        int d = d(word);
        r[d] = isDouble(word) ? doubles.apply(r, r[n]) : pair(r, singles, r[n]);
        long high = 0;
        if (isFull(word)) {
            high = isDouble(word) ? doubles.apply(r, r[n + 1]) : pair(r, singles, r[n + 1]);
        }
        r[d + 1] = high;
        return 0;
    }

    private static long pair(long[] r, FpUnary op, long x) {
        return op.apply(r, x & SINGLE) | op.apply(r, x >>> 32) << 32;
    }

    /** Vd = op(Vn, Vm). */
    static long binary(long[] r, int word, FpBinary doubles, FpBinary singles) {
        int m = m(word);
        return isDouble(word) ? doubles(r, word, doubles, r[m], r[m + 1]) : singles(r, word, singles, r[m], r[m + 1]);
    }

    /** Vd = op(Vn, y) with the same y for all elements. */
    static long binary(long[] r, int word, FpBinary doubles, FpBinary singles, long y) {
        if (isDouble(word)) {
            return doubles(r, word, doubles, y, y);
        }
        long both = y | y << 32;
        return singles(r, word, singles, both, both);
    }

    private static long doubles(long[] r, int word, FpBinary op, long low, long high) {
        int n = n(word);
        int d = d(word);
        r[d] = op.apply(r, r[n], low);
        r[d + 1] = isScalar(word) ? 0 : op.apply(r, r[n + 1], high);
        return 0;
    }

    private static long singles(long[] r, int word, FpBinary op, long low, long high) {
        int n = n(word);
        if (isScalar(word)) {
            return scalar(r, word, op.apply(r, r[n] & SINGLE, low & SINGLE));
        }
        int d = d(word);
        r[d] = pair(r, op, r[n], low);
        r[d + 1] = isFull(word) ? pair(r, op, r[n + 1], high) : 0;
        return 0;
    }

    private static long pair(long[] r, FpBinary op, long x, long y) {
        return op.apply(r, x & SINGLE, y & SINGLE) | op.apply(r, x >>> 32, y >>> 32) << 32;
    }

    /** Vd = op(Vd, Vn, Vm). */
    static long ternary(long[] r, int word, FpTernary doubles, FpTernary singles) {
        int m = m(word);
        return isDouble(word) ? doubles(r, word, doubles, r[m], r[m + 1]) : singles(r, word, singles, r[m], r[m + 1]);
    }

    /** Vd = op(Vd, Vn, y) with the same y for all elements. */
    static long ternary(long[] r, int word, FpTernary doubles, FpTernary singles, long y) {
        if (isDouble(word)) {
            return doubles(r, word, doubles, y, y);
        }
        long both = y | y << 32;
        return singles(r, word, singles, both, both);
    }

    private static long doubles(long[] r, int word, FpTernary op, long low, long high) {
        int n = n(word);
        int d = d(word);
        r[d] = op.apply(r, r[d], r[n], low);
        r[d + 1] = isScalar(word) ? 0 : op.apply(r, r[d + 1], r[n + 1], high);
        return 0;
    }

    private static long singles(long[] r, int word, FpTernary op, long low, long high) {
        int n = n(word);
        int d = d(word);
        if (isScalar(word)) {
            return scalar(r, word, op.apply(r, r[d] & SINGLE, r[n] & SINGLE, low & SINGLE));
        }
        r[d] = pair(r, op, r[d], r[n], low);
        r[d + 1] = isFull(word) ? pair(r, op, r[d + 1], r[n + 1], high) : 0;
        return 0;
    }

    private static long pair(long[] r, FpTernary op, long accumulator, long x, long y) {
        return op.apply(r, accumulator & SINGLE, x & SINGLE, y & SINGLE)
                | op.apply(r, accumulator >>> 32, x >>> 32, y >>> 32) << 32;
    }

    /** The element of Vm that H:L (single precision) or H (double) selects: bits 11 and 21. */
    static long element(long[] r, int word) {
        int h = word >>> 11 & 1;
        long half = r[m(word) + h];
        if (isDouble(word)) {
            return half;
        }
        return (word & 1 << 21) != 0 ? half >>> 32 : half & SINGLE;
    }

    /** Vd = op of neighbours in Vn, then in Vm. */
    static long pairwise(long[] r, int word, FpBinary doubles, FpBinary singles) {
        int n = n(word);
        int m = m(word);
        long n0 = r[n];
        long m0 = r[m];
        int d = d(word);
        if (isDouble(word)) {
            long low = doubles.apply(r, n0, r[n + 1]);
            r[d + 1] = doubles.apply(r, m0, r[m + 1]);
            r[d] = low;
        } else if (isFull(word)) {
            long low = across(r, singles, n0) | across(r, singles, r[n + 1]) << 32;
            r[d + 1] = across(r, singles, m0) | across(r, singles, r[m + 1]) << 32;
            r[d] = low;
        } else {
            r[d] = across(r, singles, n0) | across(r, singles, m0) << 32;
            r[d + 1] = 0;
        }
        return 0;
    }

    private static long across(long[] r, FpBinary op, long pair) {
        return op.apply(r, pair & SINGLE, pair >>> 32);
    }

    /** Scalar Vd = op of the two elements of Vn. */
    static long pairwiseScalar(long[] r, int word, FpBinary doubles, FpBinary singles) {
        int n = n(word);
        return scalar(r, word, isDouble(word) ? doubles.apply(r, r[n], r[n + 1]) : across(r, singles, r[n]));
    }

    /** Scalar Vd = op of all four singles of Vn, as a tree. */
    static long reduce(long[] r, int word, FpBinary singles) {
        int n = n(word);
        return scalar(r, word, singles.apply(r, across(r, singles, r[n]), across(r, singles, r[n + 1])));
    }
}
