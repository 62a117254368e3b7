// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** Rounding to integral values, scalar and vector [DDI0487 C7.2, FRINT*]. */
public final class FpIntegral {
    private static final FpFormat S = FpFormat.SINGLE;
    private static final FpFormat D = FpFormat.DOUBLE;

    /** Beside the rounding mode in one operand: whether inexactness is reported. */
    private static final int EXACT = 8;

    private static final FpBinary INTEGRAL_D =
            (r, x, how) -> FpInteger.integral(r, D, x, (int) how & 7, (how & EXACT) != 0);
    private static final FpBinary INTEGRAL_S =
            (r, x, how) -> FpInteger.integral(r, S, x, (int) how & 7, (how & EXACT) != 0);

    private FpIntegral() {}

    private static long integral(long[] r, int word, int mode, boolean exact) {
        return Lanes.binary(r, word, INTEGRAL_D, INTEGRAL_S, exact ? mode | EXACT : mode);
    }

    public static long frintn(long[] r, int word, long a, long b) {
        return integral(r, word, FpState.TO_NEAREST, false);
    }

    public static long frintp(long[] r, int word, long a, long b) {
        return integral(r, word, FpState.UP, false);
    }

    public static long frintm(long[] r, int word, long a, long b) {
        return integral(r, word, FpState.DOWN, false);
    }

    public static long frintz(long[] r, int word, long a, long b) {
        return integral(r, word, FpState.TO_ZERO, false);
    }

    public static long frinta(long[] r, int word, long a, long b) {
        return integral(r, word, FpState.AWAY, false);
    }

    /** As FPCR says, with IXC if the value changes. */
    public static long frintx(long[] r, int word, long a, long b) {
        return integral(r, word, FpState.rounding(r), true);
    }

    /** As FPCR says. */
    public static long frinti(long[] r, int word, long a, long b) {
        return integral(r, word, FpState.rounding(r), false);
    }
}
