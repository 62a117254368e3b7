// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/**
 * Floating point to integer or fixed point [DDI0487 C7.2]: into a general register (its width is bit 31 of the word) or
 * element by element into a vector register.
 */
public final class FpToInteger {
    private static final FpFormat S = FpFormat.SINGLE;
    private static final FpFormat D = FpFormat.DOUBLE;

    /** How to convert, in one operand: fraction bits 7:0, rounding 10:8, unsigned 11. */
    private static final int MODE_SHIFT = 8;

    private static final int UNSIGNED = 8;
    private static final FpBinary VECTOR_D = (r, x, how) -> element(r, D, x, (int) how);
    private static final FpBinary VECTOR_S = (r, x, how) -> element(r, S, x, (int) how);

    private FpToInteger() {}

    private static long general(long[] r, int word, int mode, boolean unsigned, int fractionBits) {
        FpFormat f = Lanes.isDouble(word) ? D : S;
        long x = Lanes.first(r, word, Lanes.n(word));
        return FpInteger.fromFp(r, f, x, mode, unsigned, fractionBits, word < 0 ? 64 : 32);
    }

    private static long vector(long[] r, int word, int mode, int fractionBits) {
        return Lanes.binary(r, word, VECTOR_D, VECTOR_S, mode << MODE_SHIFT | fractionBits);
    }

    private static long element(long[] r, FpFormat f, long x, int how) {
        int mode = how >>> MODE_SHIFT;
        return FpInteger.fromFp(r, f, x, mode & 7, (mode & UNSIGNED) != 0, how & 0xff, f.width());
    }

    public static long fcvtns(long[] r, int word, long a, long b) {
        return general(r, word, FpState.TO_NEAREST, false, 0);
    }

    public static long fcvtnu(long[] r, int word, long a, long b) {
        return general(r, word, FpState.TO_NEAREST, true, 0);
    }

    public static long fcvtps(long[] r, int word, long a, long b) {
        return general(r, word, FpState.UP, false, 0);
    }

    public static long fcvtpu(long[] r, int word, long a, long b) {
        return general(r, word, FpState.UP, true, 0);
    }

    public static long fcvtms(long[] r, int word, long a, long b) {
        return general(r, word, FpState.DOWN, false, 0);
    }

    public static long fcvtmu(long[] r, int word, long a, long b) {
        return general(r, word, FpState.DOWN, true, 0);
    }

    public static long fcvtzs(long[] r, int word, long a, long b) {
        return general(r, word, FpState.TO_ZERO, false, 0);
    }

    public static long fcvtzu(long[] r, int word, long a, long b) {
        return general(r, word, FpState.TO_ZERO, true, 0);
    }

    public static long fcvtas(long[] r, int word, long a, long b) {
        return general(r, word, FpState.AWAY, false, 0);
    }

    public static long fcvtau(long[] r, int word, long a, long b) {
        return general(r, word, FpState.AWAY, true, 0);
    }

    public static long fcvtzsFixed(long[] r, int word, long a, long b) {
        return general(r, word, FpState.TO_ZERO, false, 64 - (word >>> 10 & 63));
    }

    public static long fcvtzuFixed(long[] r, int word, long a, long b) {
        return general(r, word, FpState.TO_ZERO, true, 64 - (word >>> 10 & 63));
    }

    public static long fcvtnsVector(long[] r, int word, long a, long b) {
        return vector(r, word, FpState.TO_NEAREST, 0);
    }

    public static long fcvtnuVector(long[] r, int word, long a, long b) {
        return vector(r, word, FpState.TO_NEAREST | UNSIGNED, 0);
    }

    public static long fcvtpsVector(long[] r, int word, long a, long b) {
        return vector(r, word, FpState.UP, 0);
    }

    public static long fcvtpuVector(long[] r, int word, long a, long b) {
        return vector(r, word, FpState.UP | UNSIGNED, 0);
    }

    public static long fcvtmsVector(long[] r, int word, long a, long b) {
        return vector(r, word, FpState.DOWN, 0);
    }

    public static long fcvtmuVector(long[] r, int word, long a, long b) {
        return vector(r, word, FpState.DOWN | UNSIGNED, 0);
    }

    public static long fcvtzsVector(long[] r, int word, long a, long b) {
        return vector(r, word, FpState.TO_ZERO, 0);
    }

    public static long fcvtzuVector(long[] r, int word, long a, long b) {
        return vector(r, word, FpState.TO_ZERO | UNSIGNED, 0);
    }

    public static long fcvtasVector(long[] r, int word, long a, long b) {
        return vector(r, word, FpState.AWAY, 0);
    }

    public static long fcvtauVector(long[] r, int word, long a, long b) {
        return vector(r, word, FpState.AWAY | UNSIGNED, 0);
    }

    public static long fcvtzsVectorFixed(long[] r, int word, long a, long b) {
        return vector(r, word, FpState.TO_ZERO, Lanes.fractionBits(word));
    }

    public static long fcvtzuVectorFixed(long[] r, int word, long a, long b) {
        return vector(r, word, FpState.TO_ZERO | UNSIGNED, Lanes.fractionBits(word));
    }
}
