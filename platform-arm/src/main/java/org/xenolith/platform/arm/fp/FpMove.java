// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** FMOV in all its forms: bits are moved, nothing is computed [DDI0487 C7.2, FMOV]. */
public final class FpMove {
    private static final long SINGLE = 0xffff_ffffL;

    private FpMove() {}

    public static long fmov(long[] r, int word, long a, long b) {
        return Lanes.scalar(r, word, Lanes.first(r, word, Lanes.n(word)));
    }

    /** Scalar immediate, imm8 in 20:13. */
    public static long fmovImmediate(long[] r, int word, long a, long b) {
        return Lanes.scalar(r, word, expanded(Lanes.isDouble(word) ? FpFormat.DOUBLE : FpFormat.SINGLE, word >>> 13));
    }

    /** Vector immediate of single precision, imm8 in 18:16 and 9:5. */
    public static long fmovVectorSingle(long[] r, int word, long a, long b) {
        long one = expanded(FpFormat.SINGLE, split(word));
        long both = one | one << 32;
        int d = Lanes.d(word);
        r[d] = both;
        r[d + 1] = Lanes.isFull(word) ? both : 0;
        return 0;
    }

    /** Vector immediate of double precision, both elements. */
    public static long fmovVectorDouble(long[] r, int word, long a, long b) {
        long one = expanded(FpFormat.DOUBLE, split(word));
        int d = Lanes.d(word);
        r[d] = one;
        r[d + 1] = one;
        return 0;
    }

    private static int split(int word) {
        return ((word >>> 11) & 0xe0) | ((word >>> 5) & 0x1f);
    }

    /** [DDI0487 VFPExpandImm]: sign, three bits of exponent (the first turned over and spread), four of fraction. */
    private static long expanded(FpFormat f, int imm8) {
        int exponent = (((imm8 >>> 4) & 7) ^ 4) - 3;
        long biased = (long) f.bias() + exponent;
        long fraction = (long) (imm8 & 15) << (f.fractionBits() - 4);
        return f.zero((imm8 & 0x80) != 0) | (biased << f.fractionBits()) | fraction;
    }

    /** Wd or Xd = the same bits of Vn. */
    public static long fmovToGeneral(long[] r, int word, long a, long b) {
        long bits = r[Lanes.n(word)];
        return word < 0 ? bits : bits & SINGLE;
    }

    /** Sd or Dd = the bits of general register a. */
    public static long fmovFromGeneral(long[] r, int word, long a, long b) {
        return Lanes.scalar(r, word, word < 0 ? a : a & SINGLE);
    }

    /** Xd = Vn bits 127:64. */
    public static long fmovTopToGeneral(long[] r, int word, long a, long b) {
        return r[Lanes.n(word) + 1];
    }

    /** Vd bits 127:64 = general register a; bits 63:0 stay. */
    public static long fmovTopFromGeneral(long[] r, int word, long a, long b) {
        r[Lanes.d(word) + 1] = a;
        return 0;
    }
}
