// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

/**
 * Arithmetic on all the lanes of one 64-bit half of a vector register at once.
 *
 * <p>{@code e} is always the lane width in bits: 8, 16, 32 or 64. Lane 0 is the least significant. A <em>flag word</em>
 * has only the top bit of some lanes set; {@link #fill} makes a mask of it. No carry leaves its lane.
 */
final class Swar {
    private Swar() {}

    /** One in every lane. */
    static long ones(int e) {
        return e == 8 ? 0x0101010101010101L : e == 16 ? 0x0001000100010001L : e == 32 ? 0x0000000100000001L : 1L;
    }

    /** The top bit of every lane. */
    static long tops(int e) {
        return ones(e) << (e - 1);
    }

    /** The bits of lane 0. */
    static long mask(int e) {
        return -1L >>> (64 - e);
    }

    /** The low {@code e} bits of {@code x} in every lane. */
    static long dup(int e, long x) {
        return (x & mask(e)) * ones(e);
    }

    /** All bits of the lanes whose flag is set. */
    static long fill(int e, long flags) {
        return flags | (flags - (flags >>> (e - 1)));
    }

    static long select(long mask, long x, long y) {
        return y ^ ((x ^ y) & mask);
    }

    static long add(int e, long x, long y) {
        long t = tops(e);
        return ((x & ~t) + (y & ~t)) ^ ((x ^ y) & t);
    }

    static long sub(int e, long x, long y) {
        long t = tops(e);
        return ((x | t) - (y & ~t)) ^ ((x ^ ~y) & t);
    }

    /** Low half of the product, for lanes of at most 32 bits. */
    static long mul(int e, long x, long y) {
        long mask = mask(e);
        long d = 0;
        for (int s = 0; s < 64; s += e) {
            d |= ((x >>> s) * (y >>> s) & mask) << s;
        }
        return d;
    }

    /** Flags of the lanes that are zero. */
    static long zeros(int e, long x) {
        long t = tops(e);
        return ~(((x & ~t) + ~t) | x) & t;
    }

    /** Flags of the lanes where x is above y, unsigned. */
    static long above(int e, long x, long y) {
        return ((~y & x) | (~(y ^ x) & sub(e, y, x))) & tops(e);
    }

    /** Flags of the lanes where x is greater than y, signed. */
    static long greater(int e, long x, long y) {
        long t = tops(e);
        return above(e, x ^ t, y ^ t);
    }

    static long maxU(int e, long x, long y) {
        return select(fill(e, above(e, x, y)), x, y);
    }

    static long minU(int e, long x, long y) {
        return select(fill(e, above(e, x, y)), y, x);
    }

    static long maxS(int e, long x, long y) {
        return select(fill(e, greater(e, x, y)), x, y);
    }

    static long minS(int e, long x, long y) {
        return select(fill(e, greater(e, x, y)), y, x);
    }

    static long abs(int e, long x) {
        long sign = fill(e, x & tops(e));
        return sub(e, x ^ sign, sign);
    }

    /** Left shift, {@code 0 <= s < e}. */
    static long shl(int e, long x, int s) {
        return (x << s) & dup(e, mask(e) << s);
    }

    /** Logical right shift, {@code 0 <= s <= e}. */
    static long shrU(int e, long x, int s) {
        return s == e ? 0 : (x >>> s) & dup(e, mask(e) >>> s);
    }

    /** Arithmetic right shift, {@code 0 <= s <= e}. */
    static long shrS(int e, long x, int s) {
        int n = Math.min(s, e - 1);
        long kept = dup(e, mask(e) >>> n);
        return ((x >>> n) & kept) | (fill(e, x & tops(e)) & ~kept);
    }

    /** Logical right shift that rounds to nearest, halves up, {@code 1 <= s <= e}. */
    static long roundU(int e, long x, int s) {
        return add(e, shrU(e, x, s), shrU(e, x, s - 1) & ones(e));
    }

    /** Arithmetic right shift that rounds to nearest, halves up, {@code 1 <= s <= e}. */
    static long roundS(int e, long x, int s) {
        return add(e, shrS(e, x, s), shrU(e, x, s - 1) & ones(e));
    }

    /** Lanes 0, 2, 4, ... moved together into the low 32 bits, for lanes of at most 32 bits. */
    static long even(int e, long x) {
        long d = x;
        if (e == 8) {
            d &= 0x00FF00FF00FF00FFL;
            d |= d >>> 8;
        }
        if (e <= 16) {
            d &= 0x0000FFFF0000FFFFL;
            d |= d >>> 16;
        }
        return d & 0xFFFFFFFFL;
    }

    /** Lanes 1, 3, 5, ... moved together into the low 32 bits, for lanes of at most 32 bits. */
    static long odd(int e, long x) {
        return even(e, x >>> e);
    }

    /** The low halves of the {@code 2 * e} bit lanes of a whole register, as one 64-bit half. */
    static long narrow(int e, long low, long high) {
        return even(e, low) | even(e, high) << 32;
    }

    /** The lanes of the low 32 bits of x, zero-extended to {@code 2 * e} bits each. */
    static long widenU(int e, long x) {
        long d = x & 0xFFFFFFFFL;
        if (e <= 16) {
            d = (d | d << 16) & 0x0000FFFF0000FFFFL;
        }
        if (e == 8) {
            d = (d | d << 8) & 0x00FF00FF00FF00FFL;
        }
        return d;
    }

    /** The lanes of the low 32 bits of x, sign-extended to {@code 2 * e} bits each. */
    static long widenS(int e, long x) {
        long sign = ones(2 * e) << (e - 1);
        return sub(2 * e, widenU(e, x) ^ sign, sign);
    }

    /** Lane of x that starts at bit s, sign-extended. */
    static long signed(int e, long x, int s) {
        return x << (64 - e - s) >> (64 - e);
    }

    /** Lane of x that starts at bit s, zero-extended. */
    static long unsigned(int e, long x, int s) {
        return x << (64 - e - s) >>> (64 - e);
    }
}
