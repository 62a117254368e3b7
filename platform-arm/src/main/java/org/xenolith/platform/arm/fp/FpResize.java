// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** From one floating-point format to another [DDI0487 FPConvert, FPConvertNaN]. */
final class FpResize {
    private FpResize() {}

    static long convert(long[] r, FpFormat from, FpFormat to, long operand, int mode) {
        boolean fromHalf = from.width() == 16;
        boolean alternative = FpState.alternativeHalf(r);
        boolean toAlternative = to.width() == 16 && alternative;
        long x = fromHalf ? operand : from.operand(r, operand);
        boolean negative = from.isNegative(x);
        if (from.isZero(x)) {
            return to.zero(negative);
        }
        // The alternative half precision has numbers where others have infinities and NaNs.
        if (from.biasedExponent(x) == from.bias() * 2 + 1 && !(fromHalf && alternative)) {
            if (from.isNaN(x)) {
                return nan(r, from, to, x, toAlternative);
            }
            if (toAlternative) {
                FpState.raise(r, FpState.IOC);
                return to.zero(negative) | (to.signBit() - 1);
            }
            return to.infinity(negative);
        }
        return FpRounding.round(r, to, mode, negative, from.exponent(x), from.significand(x));
    }

    private static long nan(long[] r, FpFormat from, FpFormat to, long x, boolean toAlternative) {
        if (toAlternative || from.isSignalling(x)) {
            FpState.raise(r, FpState.IOC);
        }
        if (toAlternative) {
            return to.zero(from.isNegative(x));
        }
        if ((r[FpState.FPCR] & FpState.DN) != 0) {
            return to.defaultNaN();
        }
        long fraction = (x & from.fractionMask()) << (52 - from.fractionBits()) >>> (52 - to.fractionBits());
        return to.infinity(from.isNegative(x)) | to.quietBit() | fraction;
    }

    /** The number that a half is, in single precision. */
    static long halfToSingle(long[] r, long x) {
        return convert(r, FpFormat.HALF, FpFormat.SINGLE, x, FpState.rounding(r));
    }

    static long halfToDouble(long[] r, long x) {
        return convert(r, FpFormat.HALF, FpFormat.DOUBLE, x, FpState.rounding(r));
    }

    static long singleToHalf(long[] r, long x) {
        return convert(r, FpFormat.SINGLE, FpFormat.HALF, x, FpState.rounding(r));
    }

    static long doubleToHalf(long[] r, long x) {
        return convert(r, FpFormat.DOUBLE, FpFormat.HALF, x, FpState.rounding(r));
    }

    /** Always exact: the host does it for every ordinary number. */
    static long singleToDouble(long[] r, long x) {
        float value = Float.intBitsToFloat((int) x);
        float m = Math.abs(value);
        if (m >= Float.MIN_NORMAL && m <= Float.MAX_VALUE) {
            return Double.doubleToRawLongBits(value);
        }
        return convert(r, FpFormat.SINGLE, FpFormat.DOUBLE, x, FpState.rounding(r));
    }

    static long doubleToSingle(long[] r, long x) {
        double value = Double.longBitsToDouble(x);
        float rounded = (float) value;
        float m = Math.abs(rounded);
        boolean ordinary = m >= 2 * Float.MIN_NORMAL && m <= Float.MAX_VALUE;
        boolean known =
                rounded == value || ((r[FpState.FPCR] & FpState.RMODE) == 0 && (r[FpState.FPSR] & FpState.IXC) != 0);
        if (ordinary && known) {
            return Float.floatToRawIntBits(rounded) & 0xffff_ffffL;
        }
        return convert(r, FpFormat.DOUBLE, FpFormat.SINGLE, x, FpState.rounding(r));
    }

    /** To odd, so that a second rounding is as good as one [DDI0487 FCVTXN]. */
    static long doubleToSingleOdd(long[] r, long x) {
        return convert(r, FpFormat.DOUBLE, FpFormat.SINGLE, x, FpState.TO_ODD);
    }
}
