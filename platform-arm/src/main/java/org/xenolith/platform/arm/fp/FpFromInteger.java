// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/**
 * Integer or fixed point to floating point [DDI0487 C7.2]: from a general register (its width is bit 31 of the word) or
 * element by element from a vector register.
 */
public final class FpFromInteger {
    private static final FpFormat S = FpFormat.SINGLE;
    private static final FpFormat D = FpFormat.DOUBLE;

    private static final FpBinary SIGNED_D = (r, x, fraction) -> FpInteger.toFp(r, D, x, false, (int) fraction);
    private static final FpBinary SIGNED_S =
            (r, x, fraction) -> FpInteger.toFp(r, S, x << 32 >> 32, false, (int) fraction);
    private static final FpBinary UNSIGNED_D = (r, x, fraction) -> FpInteger.toFp(r, D, x, true, (int) fraction);
    private static final FpBinary UNSIGNED_S = (r, x, fraction) -> FpInteger.toFp(r, S, x, true, (int) fraction);

    private FpFromInteger() {}

    private static long general(long[] r, int word, long a, boolean unsigned, int fractionBits) {
        long value = word < 0 ? a : unsigned ? a & 0xffff_ffffL : (int) a;
        FpFormat f = Lanes.isDouble(word) ? D : S;
        return Lanes.scalar(r, word, FpInteger.toFp(r, f, value, unsigned, fractionBits));
    }

    /** From general register a. */
    public static long scvtf(long[] r, int word, long a, long b) {
        return general(r, word, a, false, 0);
    }

    /** From general register a, fixed point. */
    public static long scvtfFixed(long[] r, int word, long a, long b) {
        return general(r, word, a, false, 64 - (word >>> 10 & 63));
    }

    public static long scvtfVector(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, SIGNED_D, SIGNED_S, 0);
    }

    public static long scvtfVectorFixed(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, SIGNED_D, SIGNED_S, Lanes.fractionBits(word));
    }

    /** From general register a. */
    public static long ucvtf(long[] r, int word, long a, long b) {
        return general(r, word, a, true, 0);
    }

    /** From general register a, fixed point. */
    public static long ucvtfFixed(long[] r, int word, long a, long b) {
        return general(r, word, a, true, 64 - (word >>> 10 & 63));
    }

    public static long ucvtfVector(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, UNSIGNED_D, UNSIGNED_S, 0);
    }

    public static long ucvtfVectorFixed(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, UNSIGNED_D, UNSIGNED_S, Lanes.fractionBits(word));
    }
}
