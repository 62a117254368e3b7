// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** Maximum and minimum by element, between neighbours and across a vector; pairwise addition [DDI0487 C7.2]. */
public final class FpMaxMin {
    private static final FpFormat S = FpFormat.SINGLE;
    private static final FpFormat D = FpFormat.DOUBLE;

    private static final FpBinary MAX_D = (r, x, y) -> FpOrder.max(r, D, x, y);
    private static final FpBinary MAX_S = (r, x, y) -> FpOrder.max(r, S, x, y);
    private static final FpBinary MIN_D = (r, x, y) -> FpOrder.min(r, D, x, y);
    private static final FpBinary MIN_S = (r, x, y) -> FpOrder.min(r, S, x, y);
    private static final FpBinary MAXNM_D = (r, x, y) -> FpOrder.maxNumber(r, D, x, y);
    private static final FpBinary MAXNM_S = (r, x, y) -> FpOrder.maxNumber(r, S, x, y);
    private static final FpBinary MINNM_D = (r, x, y) -> FpOrder.minNumber(r, D, x, y);
    private static final FpBinary MINNM_S = (r, x, y) -> FpOrder.minNumber(r, S, x, y);
    private static final FpBinary ADD_D = Fp64::add;
    private static final FpBinary ADD_S = Fp32::add;

    private FpMaxMin() {}

    public static long fmax(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, MAX_D, MAX_S);
    }

    public static long fmin(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, MIN_D, MIN_S);
    }

    public static long fmaxnm(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, MAXNM_D, MAXNM_S);
    }

    public static long fminnm(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, MINNM_D, MINNM_S);
    }

    public static long faddp(long[] r, int word, long a, long b) {
        return Lanes.pairwise(r, word, ADD_D, ADD_S);
    }

    public static long fmaxp(long[] r, int word, long a, long b) {
        return Lanes.pairwise(r, word, MAX_D, MAX_S);
    }

    public static long fminp(long[] r, int word, long a, long b) {
        return Lanes.pairwise(r, word, MIN_D, MIN_S);
    }

    public static long fmaxnmp(long[] r, int word, long a, long b) {
        return Lanes.pairwise(r, word, MAXNM_D, MAXNM_S);
    }

    public static long fminnmp(long[] r, int word, long a, long b) {
        return Lanes.pairwise(r, word, MINNM_D, MINNM_S);
    }

    public static long faddpScalar(long[] r, int word, long a, long b) {
        return Lanes.pairwiseScalar(r, word, ADD_D, ADD_S);
    }

    public static long fmaxpScalar(long[] r, int word, long a, long b) {
        return Lanes.pairwiseScalar(r, word, MAX_D, MAX_S);
    }

    public static long fminpScalar(long[] r, int word, long a, long b) {
        return Lanes.pairwiseScalar(r, word, MIN_D, MIN_S);
    }

    public static long fmaxnmpScalar(long[] r, int word, long a, long b) {
        return Lanes.pairwiseScalar(r, word, MAXNM_D, MAXNM_S);
    }

    public static long fminnmpScalar(long[] r, int word, long a, long b) {
        return Lanes.pairwiseScalar(r, word, MINNM_D, MINNM_S);
    }

    public static long fmaxv(long[] r, int word, long a, long b) {
        return Lanes.reduce(r, word, MAX_S);
    }

    public static long fminv(long[] r, int word, long a, long b) {
        return Lanes.reduce(r, word, MIN_S);
    }

    public static long fmaxnmv(long[] r, int word, long a, long b) {
        return Lanes.reduce(r, word, MAXNM_S);
    }

    public static long fminnmv(long[] r, int word, long a, long b) {
        return Lanes.reduce(r, word, MINNM_S);
    }
}
