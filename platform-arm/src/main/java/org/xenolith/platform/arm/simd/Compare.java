// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.lane;
import static org.xenolith.platform.arm.simd.Operands.m0;
import static org.xenolith.platform.arm.simd.Operands.m1;
import static org.xenolith.platform.arm.simd.Operands.n0;
import static org.xenolith.platform.arm.simd.Operands.n1;
import static org.xenolith.platform.arm.simd.Operands.put;

/** Comparisons, between registers and with zero: all ones in the lanes where they hold [DDI0487 C7.2]. */
public final class Compare {
    private Compare() {}

    public static long cmeq(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, equal(e, n0(r, word), m0(r, word)), equal(e, n1(r, word), m1(r, word)));
    }

    public static long cmtst(long[] r, int word, long a, long b) {
        int e = lane(word);
        long low = ~equal(e, n0(r, word) & m0(r, word), 0);
        return put(r, word, low, ~equal(e, n1(r, word) & m1(r, word), 0));
    }

    public static long cmgt(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, greater(e, n0(r, word), m0(r, word)), greater(e, n1(r, word), m1(r, word)));
    }

    public static long cmge(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, ~greater(e, m0(r, word), n0(r, word)), ~greater(e, m1(r, word), n1(r, word)));
    }

    public static long cmhi(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, above(e, n0(r, word), m0(r, word)), above(e, n1(r, word), m1(r, word)));
    }

    public static long cmhs(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, ~above(e, m0(r, word), n0(r, word)), ~above(e, m1(r, word), n1(r, word)));
    }

    public static long cmeqZero(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, equal(e, n0(r, word), 0), equal(e, n1(r, word), 0));
    }

    public static long cmgtZero(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, greater(e, n0(r, word), 0), greater(e, n1(r, word), 0));
    }

    public static long cmgeZero(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, ~negative(e, n0(r, word)), ~negative(e, n1(r, word)));
    }

    public static long cmleZero(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, ~greater(e, n0(r, word), 0), ~greater(e, n1(r, word), 0));
    }

    public static long cmltZero(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, negative(e, n0(r, word)), negative(e, n1(r, word)));
    }

    private static long equal(int e, long x, long y) {
        return Swar.fill(e, Swar.zeros(e, x ^ y));
    }

    private static long above(int e, long x, long y) {
        return Swar.fill(e, Swar.above(e, x, y));
    }

    private static long greater(int e, long x, long y) {
        return Swar.fill(e, Swar.greater(e, x, y));
    }

    private static long negative(int e, long x) {
        return Swar.fill(e, x & Swar.tops(e));
    }
}
