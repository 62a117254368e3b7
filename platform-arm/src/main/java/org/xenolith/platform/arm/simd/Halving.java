// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.lane;
import static org.xenolith.platform.arm.simd.Operands.m0;
import static org.xenolith.platform.arm.simd.Operands.m1;
import static org.xenolith.platform.arm.simd.Operands.n0;
import static org.xenolith.platform.arm.simd.Operands.n1;
import static org.xenolith.platform.arm.simd.Operands.put;

/**
 * Halving additions and subtractions [DDI0487 C7.2].
 *
 * <p>The carry bit never has to exist: x + y is 2 (x AND y) + (x XOR y). The signed forms flip the top bits, which adds
 * half the range to each operand; that comes out again in the sum and cancels in the difference.
 */
public final class Halving {
    private Halving() {}

    public static long shadd(long[] r, int word, long a, long b) {
        int e = lane(word);
        long t = Swar.tops(e);
        long low = mean(e, n0(r, word) ^ t, m0(r, word) ^ t) ^ t;
        return put(r, word, low, mean(e, n1(r, word) ^ t, m1(r, word) ^ t) ^ t);
    }

    public static long uhadd(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, mean(e, n0(r, word), m0(r, word)), mean(e, n1(r, word), m1(r, word)));
    }

    public static long srhadd(long[] r, int word, long a, long b) {
        int e = lane(word);
        long t = Swar.tops(e);
        long low = roundedMean(e, n0(r, word) ^ t, m0(r, word) ^ t) ^ t;
        return put(r, word, low, roundedMean(e, n1(r, word) ^ t, m1(r, word) ^ t) ^ t);
    }

    public static long urhadd(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, roundedMean(e, n0(r, word), m0(r, word)), roundedMean(e, n1(r, word), m1(r, word)));
    }

    public static long shsub(long[] r, int word, long a, long b) {
        int e = lane(word);
        long t = Swar.tops(e);
        long low = halfDifference(e, n0(r, word) ^ t, m0(r, word) ^ t);
        return put(r, word, low, halfDifference(e, n1(r, word) ^ t, m1(r, word) ^ t));
    }

    public static long uhsub(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, halfDifference(e, n0(r, word), m0(r, word)), halfDifference(e, n1(r, word), m1(r, word)));
    }

    private static long mean(int e, long x, long y) {
        return Swar.add(e, x & y, Swar.shrU(e, x ^ y, 1));
    }

    private static long roundedMean(int e, long x, long y) {
        return Swar.sub(e, x | y, Swar.shrU(e, x ^ y, 1));
    }

    private static long halfDifference(int e, long x, long y) {
        return Swar.sub(e, Swar.shrU(e, x ^ y, 1), ~x & y);
    }
}
