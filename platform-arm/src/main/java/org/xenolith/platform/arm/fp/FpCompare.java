// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** Comparisons into the flags or into masks, and selection [DDI0487 C7.2]. */
public final class FpCompare {
    private static final FpFormat S = FpFormat.SINGLE;
    private static final FpFormat D = FpFormat.DOUBLE;

    private static final FpBinary EQ_D = (r, x, y) -> FpOrder.equal(r, D, x, y);
    private static final FpBinary EQ_S = (r, x, y) -> FpOrder.equal(r, S, x, y);
    private static final FpBinary GE_D = (r, x, y) -> FpOrder.greaterOrEqual(r, D, x, y);
    private static final FpBinary GE_S = (r, x, y) -> FpOrder.greaterOrEqual(r, S, x, y);
    private static final FpBinary GT_D = (r, x, y) -> FpOrder.greater(r, D, x, y);
    private static final FpBinary GT_S = (r, x, y) -> FpOrder.greater(r, S, x, y);
    private static final FpBinary LE_D = (r, x, y) -> FpOrder.greaterOrEqual(r, D, y, x);
    private static final FpBinary LE_S = (r, x, y) -> FpOrder.greaterOrEqual(r, S, y, x);
    private static final FpBinary LT_D = (r, x, y) -> FpOrder.greater(r, D, y, x);
    private static final FpBinary LT_S = (r, x, y) -> FpOrder.greater(r, S, y, x);
    private static final FpBinary ACGE_D = (r, x, y) -> FpOrder.greaterOrEqual(r, D, Fp64.abs(x), Fp64.abs(y));
    private static final FpBinary ACGE_S = (r, x, y) -> FpOrder.greaterOrEqual(r, S, Fp32.abs(x), Fp32.abs(y));
    private static final FpBinary ACGT_D = (r, x, y) -> FpOrder.greater(r, D, Fp64.abs(x), Fp64.abs(y));
    private static final FpBinary ACGT_S = (r, x, y) -> FpOrder.greater(r, S, Fp32.abs(x), Fp32.abs(y));

    private FpCompare() {}

    private static long flags(long[] r, int word, long y, boolean signalQuiet) {
        return FpOrder.compare(r, Lanes.isDouble(word) ? D : S, Lanes.first(r, word, Lanes.n(word)), y, signalQuiet);
    }

    public static long fcmp(long[] r, int word, long a, long b) {
        return flags(r, word, Lanes.first(r, word, Lanes.m(word)), false);
    }

    public static long fcmpe(long[] r, int word, long a, long b) {
        return flags(r, word, Lanes.first(r, word, Lanes.m(word)), true);
    }

    public static long fcmpZero(long[] r, int word, long a, long b) {
        return flags(r, word, 0, false);
    }

    public static long fcmpeZero(long[] r, int word, long a, long b) {
        return flags(r, word, 0, true);
    }

    /** The comparison's flags if the condition holds in NZCV a, else the immediate ones. */
    public static long fccmp(long[] r, int word, long a, long b) {
        return holds(word, a) ? fcmp(r, word, a, b) : word & 15;
    }

    public static long fccmpe(long[] r, int word, long a, long b) {
        return holds(word, a) ? fcmpe(r, word, a, b) : word & 15;
    }

    /** Vn if the condition holds in NZCV a, else Vm. */
    public static long fcsel(long[] r, int word, long a, long b) {
        int source = holds(word, a) ? Lanes.n(word) : Lanes.m(word);
        return Lanes.scalar(r, word, Lanes.first(r, word, source));
    }

    /** [DDI0487 ConditionHolds], the condition in bits 15:12. */
    private static boolean holds(int word, long nzcv) {
        boolean n = (nzcv & FpOrder.N) != 0;
        boolean z = (nzcv & FpOrder.Z) != 0;
        boolean c = (nzcv & FpOrder.C) != 0;
        boolean v = (nzcv & FpOrder.V) != 0;
        int condition = word >>> 12 & 15;
        boolean base =
                switch (condition >>> 1) {
                    case 0 -> z;
                    case 1 -> c;
                    case 2 -> n;
                    case 3 -> v;
                    case 4 -> c && !z;
                    case 5 -> n == v;
                    case 6 -> n == v && !z;
                    default -> true;
                };
        return condition >= 14 || base == ((condition & 1) == 0);
    }

    public static long fcmeq(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, EQ_D, EQ_S);
    }

    public static long fcmge(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, GE_D, GE_S);
    }

    public static long fcmgt(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, GT_D, GT_S);
    }

    public static long facge(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, ACGE_D, ACGE_S);
    }

    public static long facgt(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, ACGT_D, ACGT_S);
    }

    public static long fcmeqZero(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, EQ_D, EQ_S, 0);
    }

    public static long fcmgeZero(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, GE_D, GE_S, 0);
    }

    public static long fcmgtZero(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, GT_D, GT_S, 0);
    }

    public static long fcmleZero(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, LE_D, LE_S, 0);
    }

    public static long fcmltZero(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, LT_D, LT_S, 0);
    }
}
