// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** From an exact value to an encoding [DDI0487 FPRoundBase]. */
final class FpRounding {
    private FpRounding() {}

    /** x / 2^count, with every bit that falls out gathered into bit 0. */
    static long shiftRightSticky(long x, int count) {
        if (count <= 0) {
            return x;
        }
        if (count > 63) {
            return x == 0 ? 0 : 1;
        }
        return x >>> count | (x << -count == 0 ? 0 : 1);
    }

    /**
     * The encoding nearest to a value other than zero, and the flags that say what was lost.
     *
     * <p>Tininess is detected before rounding. With FPCR.FZ a tiny result is a zero and sets UFC alone.
     *
     * @param mode 0..5, see {@link FpState}
     * @param exponent floor(log2(|value|))
     * @param significand |value| * 2^(63 - exponent), bit 63 set; bit 0 stands for anything below it too
     */
    static long round(long[] r, FpFormat f, int mode, boolean negative, int exponent, long significand) {
        int biased = exponent + f.bias();
        long exact = significand;
        if (biased < 1) {
            if (f.width() != 16 && FpState.flushes(r)) {
                FpState.raise(r, FpState.UFC);
                return f.zero(negative);
            }
            exact = shiftRightSticky(significand, 1 - biased);
            biased = 1;
        }
        int drop = 63 - f.fractionBits();
        long kept = exact >>> drop;
        long lost = exact << -drop;
        // The implicit bit, which a denormal lacks, counts the exponent up. Far too large exponents fit an unsigned
        // long:
        // no operation on doubles gets beyond 2^3100.
        long packed = ((long) (biased - 1) << f.fractionBits()) + kept;
        if (lost == 0 && Long.compareUnsigned(packed, f.infinity()) < 0) {
            return f.zero(negative) | packed;
        }
        if (lost != 0 && kept < f.leastNormal()) {
            FpState.raise(r, FpState.UFC);
        }
        if (roundsUp(mode, negative, kept, lost)) {
            packed++;
        } else if (mode == FpState.TO_ODD && lost != 0) {
            packed |= 1;
        }
        return inRange(r, f, mode, negative, packed, lost != 0);
    }

    /**
     * Whether a magnitude grows to the next integer.
     *
     * @param kept the integer part (its low bit decides a tie)
     * @param lost the fraction, as an unsigned 64-bit binary fraction
     */
    static boolean roundsUp(int mode, boolean negative, long kept, long lost) {
        return switch (mode) {
            case FpState.TO_NEAREST -> lost < 0 && (lost != Long.MIN_VALUE || (kept & 1) != 0);
            case FpState.UP -> lost != 0 && !negative;
            case FpState.DOWN -> lost != 0 && negative;
            case FpState.AWAY -> lost < 0;
            default -> false;
        };
    }

    private static long inRange(long[] r, FpFormat f, int mode, boolean negative, long packed, boolean inexact) {
        if (f.width() == 16 && FpState.alternativeHalf(r)) {
            if (packed >= f.infinity() + f.leastNormal()) {
                FpState.raise(r, FpState.IOC);
                return f.zero(negative) | (f.signBit() - 1);
            }
        } else if (Long.compareUnsigned(packed, f.infinity()) >= 0) {
            FpState.raise(r, FpState.OFC | FpState.IXC);
            return overflow(f, mode, negative);
        }
        if (inexact) {
            FpState.raise(r, FpState.IXC);
        }
        return f.zero(negative) | packed;
    }

    /** Infinity or the largest number, as the rounding mode says. */
    static long overflow(FpFormat f, int mode, boolean negative) {
        boolean toInfinity =
                switch (mode) {
                    case FpState.TO_NEAREST, FpState.AWAY -> true;
                    case FpState.UP -> !negative;
                    case FpState.DOWN -> negative;
                    default -> false;
                };
        return toInfinity ? f.infinity(negative) : f.largest(negative);
    }

    /** The zero that an exact cancellation gives. */
    static long cancelled(long[] r, FpFormat f) {
        return f.zero(FpState.rounding(r) == FpState.DOWN);
    }
}
