// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** Multiplication and addition with one rounding [DDI0487 C7.2]. A sign is turned before NaNs are looked at. */
public final class FpFused {
    private static final FpTernary MLA_D = Fp64::mulAdd;
    private static final FpTernary MLA_S = Fp32::mulAdd;
    private static final FpTernary MLS_D = (r, a, x, y) -> Fp64.mulAdd(r, a, Fp64.neg(x), y);
    private static final FpTernary MLS_S = (r, a, x, y) -> Fp32.mulAdd(r, a, Fp32.neg(x), y);

    private FpFused() {}

    /** The slot of the addend of a three-source instruction, Ra in 14:10. */
    private static int a(int word) {
        return FpState.V0 + (word >>> 9 & 0x3e);
    }

    private static long fused(long[] r, int word, boolean negateAddend, boolean negateProduct) {
        long x = Lanes.first(r, word, Lanes.n(word));
        long y = Lanes.first(r, word, Lanes.m(word));
        long addend = Lanes.first(r, word, a(word));
        if (Lanes.isDouble(word)) {
            long value = Fp64.mulAdd(r, negateAddend ? Fp64.neg(addend) : addend, negateProduct ? Fp64.neg(x) : x, y);
            return Lanes.scalar(r, word, value);
        }
        long value = Fp32.mulAdd(r, negateAddend ? Fp32.neg(addend) : addend, negateProduct ? Fp32.neg(x) : x, y);
        return Lanes.scalar(r, word, value);
    }

    public static long fmadd(long[] r, int word, long a, long b) {
        return fused(r, word, false, false);
    }

    public static long fmsub(long[] r, int word, long a, long b) {
        return fused(r, word, false, true);
    }

    public static long fnmadd(long[] r, int word, long a, long b) {
        return fused(r, word, true, true);
    }

    public static long fnmsub(long[] r, int word, long a, long b) {
        return fused(r, word, true, false);
    }

    public static long fmla(long[] r, int word, long a, long b) {
        return Lanes.ternary(r, word, MLA_D, MLA_S);
    }

    public static long fmls(long[] r, int word, long a, long b) {
        return Lanes.ternary(r, word, MLS_D, MLS_S);
    }

    public static long fmlaElement(long[] r, int word, long a, long b) {
        return Lanes.ternary(r, word, MLA_D, MLA_S, Lanes.element(r, word));
    }

    public static long fmlsElement(long[] r, int word, long a, long b) {
        return Lanes.ternary(r, word, MLS_D, MLS_S, Lanes.element(r, word));
    }
}
