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
import static org.xenolith.platform.arm.simd.Operands.put;

/** Lane-by-lane arithmetic that wraps: sums, products, differences, extremes, halves [DDI0487 C7.2]. */
public final class Arithmetic {
    private Arithmetic() {}

    public static long add(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, Swar.add(e, n0(r, word), m0(r, word)), Swar.add(e, n1(r, word), m1(r, word)));
    }

    public static long sub(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, Swar.sub(e, n0(r, word), m0(r, word)), Swar.sub(e, n1(r, word), m1(r, word)));
    }

    public static long neg(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, Swar.sub(e, 0, n0(r, word)), Swar.sub(e, 0, n1(r, word)));
    }

    public static long abs(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, Swar.abs(e, n0(r, word)), Swar.abs(e, n1(r, word)));
    }

    public static long mul(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, Swar.mul(e, n0(r, word), m0(r, word)), Swar.mul(e, n1(r, word), m1(r, word)));
    }

    public static long mla(long[] r, int word, long a, long b) {
        return accumulate(r, word, m0(r, word), m1(r, word));
    }

    public static long mls(long[] r, int word, long a, long b) {
        return deduct(r, word, m0(r, word), m1(r, word));
    }

    public static long mulElement(long[] r, int word, long a, long b) {
        int e = lane(word);
        long m = element(r, word);
        return put(r, word, Swar.mul(e, n0(r, word), m), Swar.mul(e, n1(r, word), m));
    }

    public static long mlaElement(long[] r, int word, long a, long b) {
        long m = element(r, word);
        return accumulate(r, word, m, m);
    }

    public static long mlsElement(long[] r, int word, long a, long b) {
        long m = element(r, word);
        return deduct(r, word, m, m);
    }

    private static long accumulate(long[] r, int word, long m0, long m1) {
        int e = lane(word);
        long low = Swar.add(e, d0(r, word), Swar.mul(e, n0(r, word), m0));
        return put(r, word, low, Swar.add(e, d1(r, word), Swar.mul(e, n1(r, word), m1)));
    }

    private static long deduct(long[] r, int word, long m0, long m1) {
        int e = lane(word);
        long low = Swar.sub(e, d0(r, word), Swar.mul(e, n0(r, word), m0));
        return put(r, word, low, Swar.sub(e, d1(r, word), Swar.mul(e, n1(r, word), m1)));
    }

    public static long smax(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, Swar.maxS(e, n0(r, word), m0(r, word)), Swar.maxS(e, n1(r, word), m1(r, word)));
    }

    public static long smin(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, Swar.minS(e, n0(r, word), m0(r, word)), Swar.minS(e, n1(r, word), m1(r, word)));
    }

    public static long umax(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, Swar.maxU(e, n0(r, word), m0(r, word)), Swar.maxU(e, n1(r, word), m1(r, word)));
    }

    public static long umin(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, Swar.minU(e, n0(r, word), m0(r, word)), Swar.minU(e, n1(r, word), m1(r, word)));
    }

    public static long sabd(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, distanceS(e, n0(r, word), m0(r, word)), distanceS(e, n1(r, word), m1(r, word)));
    }

    public static long uabd(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, distanceU(e, n0(r, word), m0(r, word)), distanceU(e, n1(r, word), m1(r, word)));
    }

    public static long saba(long[] r, int word, long a, long b) {
        int e = lane(word);
        long low = Swar.add(e, d0(r, word), distanceS(e, n0(r, word), m0(r, word)));
        return put(r, word, low, Swar.add(e, d1(r, word), distanceS(e, n1(r, word), m1(r, word))));
    }

    public static long uaba(long[] r, int word, long a, long b) {
        int e = lane(word);
        long low = Swar.add(e, d0(r, word), distanceU(e, n0(r, word), m0(r, word)));
        return put(r, word, low, Swar.add(e, d1(r, word), distanceU(e, n1(r, word), m1(r, word))));
    }

    /** |x - y| of signed lanes, modulo the lane width. */
    static long distanceS(int e, long x, long y) {
        return Swar.sub(e, Swar.maxS(e, x, y), Swar.minS(e, x, y));
    }

    /** |x - y| of unsigned lanes. */
    static long distanceU(int e, long x, long y) {
        return Swar.sub(e, Swar.maxU(e, x, y), Swar.minU(e, x, y));
    }
}
