// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** Comparison, maximum and minimum [DDI0487 FPCompare, FPCompareEQ/GE/GT, FPMax, FPMin, FPMaxNum, FPMinNum]. */
final class FpOrder {
    static final int N = 8;
    static final int Z = 4;
    static final int C = 2;
    static final int V = 1;

    private FpOrder() {}

    /** A number's place on the line of numbers: both zeros at 0. */
    private static long place(FpFormat f, long x) {
        long m = f.magnitude(x);
        return f.isNegative(x) ? -m : m;
    }

    private static boolean isUnordered(long[] r, FpFormat f, long x, long y, boolean signalQuiet) {
        if (!f.isNaN(x) && !f.isNaN(y)) {
            return false;
        }
        if (signalQuiet || f.isSignalling(x) || f.isSignalling(y)) {
            FpState.raise(r, FpState.IOC);
        }
        return true;
    }

    /** NZCV of FCMP (quiet NaNs pass) or FCMPE (they set IOC): bit 3 N, 2 Z, 1 C, 0 V. */
    static int compare(long[] r, FpFormat f, long first, long second, boolean signalQuiet) {
        long x = f.operand(r, first);
        long y = f.operand(r, second);
        if (isUnordered(r, f, x, y, signalQuiet)) {
            return C | V;
        }
        long px = place(f, x);
        long py = place(f, y);
        return px == py ? Z | C : px < py ? N : C;
    }

    /** All ones of the format's width if equal, else 0. */
    static long equal(long[] r, FpFormat f, long first, long second) {
        long x = f.operand(r, first);
        long y = f.operand(r, second);
        return !isUnordered(r, f, x, y, false) && place(f, x) == place(f, y) ? ones(f) : 0;
    }

    static long greaterOrEqual(long[] r, FpFormat f, long first, long second) {
        long x = f.operand(r, first);
        long y = f.operand(r, second);
        return !isUnordered(r, f, x, y, true) && place(f, x) >= place(f, y) ? ones(f) : 0;
    }

    static long greater(long[] r, FpFormat f, long first, long second) {
        long x = f.operand(r, first);
        long y = f.operand(r, second);
        return !isUnordered(r, f, x, y, true) && place(f, x) > place(f, y) ? ones(f) : 0;
    }

    private static long ones(FpFormat f) {
        return -1L >>> (64 - f.width());
    }

    static long max(long[] r, FpFormat f, long first, long second) {
        long x = f.operand(r, first);
        long y = f.operand(r, second);
        if (f.isNaN(x) || f.isNaN(y)) {
            return FpNaN.of(r, f, x, y);
        }
        if (f.isZero(x) && f.isZero(y)) {
            return x & y;
        }
        return place(f, x) > place(f, y) ? x : y;
    }

    static long min(long[] r, FpFormat f, long first, long second) {
        long x = f.operand(r, first);
        long y = f.operand(r, second);
        if (f.isNaN(x) || f.isNaN(y)) {
            return FpNaN.of(r, f, x, y);
        }
        if (f.isZero(x) && f.isZero(y)) {
            return x | y;
        }
        return place(f, x) < place(f, y) ? x : y;
    }

    /** As max, but a number wins over a single quiet NaN. */
    static long maxNumber(long[] r, FpFormat f, long first, long second) {
        long x = numberOr(f, first, second, true);
        long y = numberOr(f, second, first, true);
        return max(r, f, x, y);
    }

    static long minNumber(long[] r, FpFormat f, long first, long second) {
        long x = numberOr(f, first, second, false);
        long y = numberOr(f, second, first, false);
        return min(r, f, x, y);
    }

    /** x, or the neutral infinity in place of a quiet NaN whose partner is not one. */
    private static long numberOr(FpFormat f, long x, long partner, boolean negative) {
        boolean replaced = isQuiet(f, x) && !isQuiet(f, partner);
        return replaced ? f.infinity(negative) : x;
    }

    private static boolean isQuiet(FpFormat f, long x) {
        return f.isNaN(x) && !f.isSignalling(x);
    }
}
