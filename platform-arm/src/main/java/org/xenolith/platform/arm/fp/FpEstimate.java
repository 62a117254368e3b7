// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** Estimates of reciprocals and roots, and the Newton steps that refine them [DDI0487 C7.2]. */
public final class FpEstimate {
    private static final FpFormat S = FpFormat.SINGLE;
    private static final FpFormat D = FpFormat.DOUBLE;

    private static final FpUnary RECPE_D = (r, x) -> FpGuess.reciprocal(r, D, x);
    private static final FpUnary RECPE_S = (r, x) -> FpGuess.reciprocal(r, S, x);
    private static final FpUnary RSQRTE_D = (r, x) -> FpGuess.reciprocalRoot(r, D, x);
    private static final FpUnary RSQRTE_S = (r, x) -> FpGuess.reciprocalRoot(r, S, x);
    private static final FpUnary RECPX_D = (r, x) -> FpGuess.reciprocalExponent(r, D, x);
    private static final FpUnary RECPX_S = (r, x) -> FpGuess.reciprocalExponent(r, S, x);
    private static final FpUnary URECPE = (r, x) -> FpGuess.unsignedReciprocal(x);
    private static final FpUnary URSQRTE = (r, x) -> FpGuess.unsignedReciprocalRoot(x);
    private static final FpBinary RECPS_D = (r, x, y) -> SoftFused.recipStep(r, D, x, y);
    private static final FpBinary RECPS_S = (r, x, y) -> SoftFused.recipStep(r, S, x, y);
    private static final FpBinary RSQRTS_D = (r, x, y) -> SoftFused.rsqrtStep(r, D, x, y);
    private static final FpBinary RSQRTS_S = (r, x, y) -> SoftFused.rsqrtStep(r, S, x, y);

    private FpEstimate() {}

    public static long frecpe(long[] r, int word, long a, long b) {
        return Lanes.unary(r, word, RECPE_D, RECPE_S);
    }

    public static long frsqrte(long[] r, int word, long a, long b) {
        return Lanes.unary(r, word, RSQRTE_D, RSQRTE_S);
    }

    public static long frecpx(long[] r, int word, long a, long b) {
        return Lanes.unary(r, word, RECPX_D, RECPX_S);
    }

    public static long frecps(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, RECPS_D, RECPS_S);
    }

    public static long frsqrts(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, RSQRTS_D, RSQRTS_S);
    }

    /** On unsigned fixed-point fractions of 32 bits; there is no form of 64. */
    public static long urecpe(long[] r, int word, long a, long b) {
        return Lanes.unary(r, word, URECPE, URECPE);
    }

    public static long ursqrte(long[] r, int word, long a, long b) {
        return Lanes.unary(r, word, URSQRTE, URSQRTE);
    }
}
