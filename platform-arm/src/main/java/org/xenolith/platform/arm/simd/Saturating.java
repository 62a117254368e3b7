// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.d0;
import static org.xenolith.platform.arm.simd.Operands.d1;
import static org.xenolith.platform.arm.simd.Operands.element;
import static org.xenolith.platform.arm.simd.Operands.lane;
import static org.xenolith.platform.arm.simd.Operands.m0;
import static org.xenolith.platform.arm.simd.Operands.m1;
import static org.xenolith.platform.arm.simd.Operands.n0;
import static org.xenolith.platform.arm.simd.Operands.n1;
import static org.xenolith.platform.arm.simd.Operands.noteSaturation;
import static org.xenolith.platform.arm.simd.Operands.put;

/**
 * Saturating arithmetic, vector and scalar; sets FPSR.QC where a lane saturates [DDI0487 C7.2].
 *
 * <p>The lanes that a scalar instruction does not have read as zero and give zero without saturating.
 */
public final class Saturating {
    private Saturating() {}

    public static long sqadd(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, addS(r, e, n0(r, word, e), m0(r, word, e)), addS(r, e, n1(r, word), m1(r, word)));
    }

    public static long sqsub(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, subS(r, e, n0(r, word, e), m0(r, word, e)), subS(r, e, n1(r, word), m1(r, word)));
    }

    public static long uqadd(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, addU(r, e, n0(r, word, e), m0(r, word, e)), addU(r, e, n1(r, word), m1(r, word)));
    }

    public static long uqsub(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, subU(r, e, n0(r, word, e), m0(r, word, e)), subU(r, e, n1(r, word), m1(r, word)));
    }

    /** SUQADD: signed Vd plus unsigned Vn, signed result. */
    public static long suqadd(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, addUtoS(r, e, d0(r, word, e), n0(r, word, e)), addUtoS(r, e, d1(r, word), n1(r, word)));
    }

    /** USQADD: unsigned Vd plus signed Vn, unsigned result. */
    public static long usqadd(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, addStoU(r, e, d0(r, word, e), n0(r, word, e)), addStoU(r, e, d1(r, word), n1(r, word)));
    }

    public static long sqabs(long[] r, int word, long a, long b) {
        int e = lane(word);
        long n0 = n0(r, word, e);
        long n1 = n1(r, word);
        return put(r, word, fromNegated(r, e, Swar.abs(e, n0), n0), fromNegated(r, e, Swar.abs(e, n1), n1));
    }

    public static long sqneg(long[] r, int word, long a, long b) {
        int e = lane(word);
        long n0 = n0(r, word, e);
        long n1 = n1(r, word);
        return put(r, word, fromNegated(r, e, Swar.sub(e, 0, n0), n0), fromNegated(r, e, Swar.sub(e, 0, n1), n1));
    }

    public static long sqdmulh(long[] r, int word, long a, long b) {
        return doubleHigh(r, word, 0, m0(r, word), m1(r, word));
    }

    public static long sqrdmulh(long[] r, int word, long a, long b) {
        return doubleHigh(r, word, 1, m0(r, word), m1(r, word));
    }

    public static long sqdmulhElement(long[] r, int word, long a, long b) {
        long m = element(r, word);
        return doubleHigh(r, word, 0, m, m);
    }

    public static long sqrdmulhElement(long[] r, int word, long a, long b) {
        long m = element(r, word);
        return doubleHigh(r, word, 1, m, m);
    }

    static long addS(long[] r, int e, long x, long y) {
        long sum = Swar.add(e, x, y);
        return limit(r, e, sum, x, ~(x ^ y) & (x ^ sum) & Swar.tops(e));
    }

    static long subS(long[] r, int e, long x, long y) {
        long difference = Swar.sub(e, x, y);
        return limit(r, e, difference, x, (x ^ y) & (x ^ difference) & Swar.tops(e));
    }

    /** The value, but in flagged lanes the signed limit on the side of the sign of x. */
    private static long limit(long[] r, int e, long value, long x, long flags) {
        noteSaturation(r, flags);
        long tops = Swar.tops(e);
        return Swar.select(Swar.fill(e, flags), Swar.fill(e, x & tops) ^ ~tops, value);
    }

    private static long addU(long[] r, int e, long x, long y) {
        long sum = Swar.add(e, x, y);
        long carries = ((x & y) | ((x | y) & ~sum)) & Swar.tops(e);
        noteSaturation(r, carries);
        return sum | Swar.fill(e, carries);
    }

    private static long subU(long[] r, int e, long x, long y) {
        long borrows = Swar.above(e, y, x);
        noteSaturation(r, borrows);
        return Swar.sub(e, x, y) & ~Swar.fill(e, borrows);
    }

    /** The sum exceeds the signed range where two of these hold: y >= 2^(e-1), x >= 0, the wrapped sum is negative. */
    private static long addUtoS(long[] r, int e, long x, long y) {
        long sum = Swar.add(e, x, y);
        long tops = Swar.tops(e);
        long over = ((y & ~x) | (sum & (y | ~x))) & tops;
        noteSaturation(r, over);
        return Swar.select(Swar.fill(e, over), ~tops, sum);
    }

    /** Above the range where y >= 0 and the sum carries out, below it where y < 0 and the sum does not. */
    private static long addStoU(long[] r, int e, long x, long y) {
        long sum = Swar.add(e, x, y);
        long over = x & ~sum & ~y & Swar.tops(e);
        long under = ~x & sum & y & Swar.tops(e);
        noteSaturation(r, over | under);
        return (sum | Swar.fill(e, over)) & ~Swar.fill(e, under);
    }

    /** Only the least value has no negative: its lane becomes the greatest. */
    private static long fromNegated(long[] r, int e, long value, long x) {
        long least = Swar.zeros(e, x ^ Swar.tops(e)) & value;
        noteSaturation(r, least);
        return value ^ Swar.fill(e, least);
    }

    private static long doubleHigh(long[] r, int word, long round, long m0, long m1) {
        int e = lane(word);
        long low = highHalves(r, e, round, n0(r, word, e), m0);
        return put(r, word, low, highHalves(r, e, round, n1(r, word), m1));
    }

    /** High halves of the doubled products of 16-bit or 32-bit lanes; only the square of the least value saturates. */
    private static long highHalves(long[] r, int e, long round, long x, long y) {
        long half = round << (e - 2);
        long max = Swar.mask(e) >>> 1;
        long d = 0;
        for (int s = 0; s < 64; s += e) {
            long product = (Swar.signed(e, x, s) * Swar.signed(e, y, s) + half) >> (e - 1);
            if (product > max) {
                product = max;
                noteSaturation(r, 1);
            }
            d |= (product & Swar.mask(e)) << s;
        }
        return d;
    }
}
