// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.noteSaturation;

/**
 * Saturating arithmetic on all the lanes of one 64-bit half; {@code r} is the register file, for FPSR.QC. Zero operands
 * give zero and do not saturate.
 */
final class SaturatingSwar {
    private SaturatingSwar() {}

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

    static long addU(long[] r, int e, long x, long y) {
        long sum = Swar.add(e, x, y);
        long carries = ((x & y) | ((x | y) & ~sum)) & Swar.tops(e);
        noteSaturation(r, carries);
        return sum | Swar.fill(e, carries);
    }

    static long subU(long[] r, int e, long x, long y) {
        long borrows = Swar.above(e, y, x);
        noteSaturation(r, borrows);
        return Swar.sub(e, x, y) & ~Swar.fill(e, borrows);
    }

    /** The sum exceeds the signed range where two of these hold: y >= 2^(e-1), x >= 0, the wrapped sum is negative. */
    static long addUtoS(long[] r, int e, long x, long y) {
        long sum = Swar.add(e, x, y);
        long tops = Swar.tops(e);
        long over = ((y & ~x) | (sum & (y | ~x))) & tops;
        noteSaturation(r, over);
        return Swar.select(Swar.fill(e, over), ~tops, sum);
    }

    /** Above the range where y >= 0 and the sum carries out, below it where y < 0 and the sum does not. */
    static long addStoU(long[] r, int e, long x, long y) {
        long sum = Swar.add(e, x, y);
        long over = x & ~sum & ~y & Swar.tops(e);
        long under = ~x & sum & y & Swar.tops(e);
        noteSaturation(r, over | under);
        return (sum | Swar.fill(e, over)) & ~Swar.fill(e, under);
    }

    /** Only the least value has no negative: its lane becomes the greatest. */
    static long fromNegated(long[] r, int e, long value, long x) {
        long least = Swar.zeros(e, x ^ Swar.tops(e)) & value;
        noteSaturation(r, least);
        return value ^ Swar.fill(e, least);
    }

    /** High halves of the doubled products of 16-bit or 32-bit lanes; only the square of the least value saturates. */
    static long highHalves(long[] r, int e, long round, long x, long y) {
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
