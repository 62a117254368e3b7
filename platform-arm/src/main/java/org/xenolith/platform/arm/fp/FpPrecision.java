// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** Conversions between half, single and double precision [DDI0487 C7.2, FCVT, FCVTL, FCVTN, FCVTXN]. */
public final class FpPrecision {
    private static final long HALF = 0xffffL;
    private static final long SINGLE = 0xffff_ffffL;

    private FpPrecision() {}

    public static long fcvtHalfToSingle(long[] r, int word, long a, long b) {
        return Lanes.scalar(r, word, FpResize.halfToSingle(r, r[Lanes.n(word)] & HALF));
    }

    public static long fcvtHalfToDouble(long[] r, int word, long a, long b) {
        return Lanes.scalar(r, word, FpResize.halfToDouble(r, r[Lanes.n(word)] & HALF));
    }

    public static long fcvtSingleToHalf(long[] r, int word, long a, long b) {
        return Lanes.scalar(r, word, FpResize.singleToHalf(r, r[Lanes.n(word)] & SINGLE));
    }

    public static long fcvtSingleToDouble(long[] r, int word, long a, long b) {
        return Lanes.scalar(r, word, FpResize.singleToDouble(r, r[Lanes.n(word)] & SINGLE));
    }

    public static long fcvtDoubleToHalf(long[] r, int word, long a, long b) {
        return Lanes.scalar(r, word, FpResize.doubleToHalf(r, r[Lanes.n(word)]));
    }

    public static long fcvtDoubleToSingle(long[] r, int word, long a, long b) {
        return Lanes.scalar(r, word, FpResize.doubleToSingle(r, r[Lanes.n(word)]));
    }

    /** FCVTL, FCVTL2: the lower or (Q) upper half of Vn, each element twice as wide. */
    public static long fcvtl(long[] r, int word, long a, long b) {
        long source = r[Lanes.n(word) + (word >>> 30 & 1)];
        int d = Lanes.d(word);
        if (Lanes.isDouble(word)) {
            r[d] = FpResize.singleToDouble(r, source & SINGLE);
            r[d + 1] = FpResize.singleToDouble(r, source >>> 32);
        } else {
            r[d] = widened(r, source);
            r[d + 1] = widened(r, source >>> 32);
        }
        return 0;
    }

    private static long widened(long[] r, long halves) {
        return FpResize.halfToSingle(r, halves & HALF) | FpResize.halfToSingle(r, halves >>> 16 & HALF) << 32;
    }

    /** FCVTN, FCVTN2: each element half as wide, into the lower or (Q) upper half of Vd. */
    public static long fcvtn(long[] r, int word, long a, long b) {
        int n = Lanes.n(word);
        if (Lanes.isDouble(word)) {
            long low = FpResize.doubleToSingle(r, r[n]);
            return narrow(r, word, low | FpResize.doubleToSingle(r, r[n + 1]) << 32);
        }
        return narrow(r, word, narrowed(r, r[n]) | narrowed(r, r[n + 1]) << 32);
    }

    private static long narrowed(long[] r, long singles) {
        return FpResize.singleToHalf(r, singles & SINGLE) | FpResize.singleToHalf(r, singles >>> 32) << 16;
    }

    /** FCVTXN, FCVTXN2: double to single, rounded to odd. */
    public static long fcvtxn(long[] r, int word, long a, long b) {
        int n = Lanes.n(word);
        long low = FpResize.doubleToSingleOdd(r, r[n]);
        return narrow(r, word, low | FpResize.doubleToSingleOdd(r, r[n + 1]) << 32);
    }

    public static long fcvtxnScalar(long[] r, int word, long a, long b) {
        return Lanes.scalar(r, word, FpResize.doubleToSingleOdd(r, r[Lanes.n(word)]));
    }

    /** The upper half keeps the lower one; the lower half clears the upper one. */
    private static long narrow(long[] r, int word, long value) {
        if (!Lanes.isFull(word)) {
            return Lanes.scalar(r, word, value);
        }
        r[Lanes.d(word) + 1] = value;
        return 0;
    }
}
