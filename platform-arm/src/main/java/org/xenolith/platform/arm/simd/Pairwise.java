// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.d0;
import static org.xenolith.platform.arm.simd.Operands.d1;
import static org.xenolith.platform.arm.simd.Operands.lane;
import static org.xenolith.platform.arm.simd.Operands.n0;
import static org.xenolith.platform.arm.simd.Operands.n1;
import static org.xenolith.platform.arm.simd.Operands.put;
import static org.xenolith.platform.arm.simd.Operands.q;
import static org.xenolith.platform.arm.simd.Operands.vd;
import static org.xenolith.platform.arm.simd.Operands.vm;
import static org.xenolith.platform.arm.simd.Operands.vn;

/** Operations on adjacent lanes, of the concatenation Vm:Vn or within one register [DDI0487 C7.2]. */
public final class Pairwise {
    private Pairwise() {}

    public static long addp(long[] r, int word, long a, long b) {
        int e = lane(word);
        int n = vn(word);
        int m = vm(word);
        if (e == 64) {
            return put(r, word, r[n] + r[n + 1], r[m] + r[m + 1]);
        }
        long low = Swar.add(e, evenLow(r, word, e), oddLow(r, word, e));
        return put(r, word, low, Swar.add(e, evenHigh(r, word, e), oddHigh(r, word, e)));
    }

    /** ADDP Dd, Vn.2D. */
    public static long addpScalar(long[] r, int word, long a, long b) {
        int n = vn(word);
        int d = vd(word);
        r[d] = r[n] + r[n + 1];
        r[d + 1] = 0;
        return 0;
    }

    public static long smaxp(long[] r, int word, long a, long b) {
        int e = lane(word);
        long low = Swar.maxS(e, evenLow(r, word, e), oddLow(r, word, e));
        return put(r, word, low, Swar.maxS(e, evenHigh(r, word, e), oddHigh(r, word, e)));
    }

    public static long sminp(long[] r, int word, long a, long b) {
        int e = lane(word);
        long low = Swar.minS(e, evenLow(r, word, e), oddLow(r, word, e));
        return put(r, word, low, Swar.minS(e, evenHigh(r, word, e), oddHigh(r, word, e)));
    }

    public static long umaxp(long[] r, int word, long a, long b) {
        int e = lane(word);
        long low = Swar.maxU(e, evenLow(r, word, e), oddLow(r, word, e));
        return put(r, word, low, Swar.maxU(e, evenHigh(r, word, e), oddHigh(r, word, e)));
    }

    public static long uminp(long[] r, int word, long a, long b) {
        int e = lane(word);
        long low = Swar.minU(e, evenLow(r, word, e), oddLow(r, word, e));
        return put(r, word, low, Swar.minU(e, evenHigh(r, word, e), oddHigh(r, word, e)));
    }

    public static long saddlp(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, sumsS(e, n0(r, word)), sumsS(e, n1(r, word)));
    }

    public static long uaddlp(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, sumsU(e, n0(r, word)), sumsU(e, n1(r, word)));
    }

    public static long sadalp(long[] r, int word, long a, long b) {
        int e = lane(word);
        long low = Swar.add(2 * e, d0(r, word), sumsS(e, n0(r, word)));
        return put(r, word, low, Swar.add(2 * e, d1(r, word), sumsS(e, n1(r, word))));
    }

    public static long uadalp(long[] r, int word, long a, long b) {
        int e = lane(word);
        long low = Swar.add(2 * e, d0(r, word), sumsU(e, n0(r, word)));
        return put(r, word, low, Swar.add(2 * e, d1(r, word), sumsU(e, n1(r, word))));
    }

    /** Sums of adjacent signed lanes, twice as wide. */
    static long sumsS(int e, long x) {
        int wide = 2 * e;
        return Swar.add(wide, Swar.shrS(wide, x, e), Swar.shrS(wide, Swar.shl(wide, x, e), e));
    }

    /** Sums of adjacent unsigned lanes, twice as wide. */
    static long sumsU(int e, long x) {
        long evens = Swar.dup(2 * e, Swar.mask(e));
        return (x & evens) + (x >>> e & evens);
    }

    /** Even lanes for the low half of the result: of all of Vn, or of the low halves of Vn and Vm. */
    private static long evenLow(long[] r, int word, int e) {
        return Swar.narrow(e, r[vn(word)], q(word) != 0 ? r[vn(word) + 1] : r[vm(word)]);
    }

    private static long oddLow(long[] r, int word, int e) {
        return Swar.narrow(e, r[vn(word)] >>> e, (q(word) != 0 ? r[vn(word) + 1] : r[vm(word)]) >>> e);
    }

    private static long evenHigh(long[] r, int word, int e) {
        return Swar.narrow(e, r[vm(word)], r[vm(word) + 1]);
    }

    private static long oddHigh(long[] r, int word, int e) {
        return Swar.narrow(e, r[vm(word)] >>> e, r[vm(word) + 1] >>> e);
    }
}
