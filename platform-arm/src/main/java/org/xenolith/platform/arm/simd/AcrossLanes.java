// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.lane;
import static org.xenolith.platform.arm.simd.Operands.n0;
import static org.xenolith.platform.arm.simd.Operands.n1;
import static org.xenolith.platform.arm.simd.Operands.q;
import static org.xenolith.platform.arm.simd.Operands.vd;

/** Reductions of all the lanes of Vn to one scalar [DDI0487 C7.2]: halves of the lanes are combined until one is left. */
public final class AcrossLanes {
    private AcrossLanes() {}

    public static long addv(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, e, sum(e, n0(r, word), n1(r, word)));
    }

    public static long saddlv(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, 2 * e, sum(2 * e, Pairwise.sumsS(e, n0(r, word)), Pairwise.sumsS(e, n1(r, word))));
    }

    public static long uaddlv(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, 2 * e, sum(2 * e, Pairwise.sumsU(e, n0(r, word)), Pairwise.sumsU(e, n1(r, word))));
    }

    public static long smaxv(long[] r, int word, long a, long b) {
        int e = lane(word);
        long x = Swar.maxS(e, n0(r, word), other(r, word));
        for (int s = 32; s >= e; s >>= 1) {
            x = Swar.maxS(e, x, x >>> s);
        }
        return put(r, word, e, x);
    }

    public static long sminv(long[] r, int word, long a, long b) {
        int e = lane(word);
        long x = Swar.minS(e, n0(r, word), other(r, word));
        for (int s = 32; s >= e; s >>= 1) {
            x = Swar.minS(e, x, x >>> s);
        }
        return put(r, word, e, x);
    }

    public static long umaxv(long[] r, int word, long a, long b) {
        int e = lane(word);
        long x = Swar.maxU(e, n0(r, word), other(r, word));
        for (int s = 32; s >= e; s >>= 1) {
            x = Swar.maxU(e, x, x >>> s);
        }
        return put(r, word, e, x);
    }

    public static long uminv(long[] r, int word, long a, long b) {
        int e = lane(word);
        long x = Swar.minU(e, n0(r, word), other(r, word));
        for (int s = 32; s >= e; s >>= 1) {
            x = Swar.minU(e, x, x >>> s);
        }
        return put(r, word, e, x);
    }

    /** The half that is compared with the low one: itself where there is no high one. */
    private static long other(long[] r, int word) {
        return q(word) != 0 ? n1(r, word) : n0(r, word);
    }

    private static long sum(int e, long low, long high) {
        long x = Swar.add(e, low, high);
        for (int s = 32; s >= e; s >>= 1) {
            x = Swar.add(e, x, x >>> s);
        }
        return x;
    }

    private static long put(long[] r, int word, int e, long value) {
        int d = vd(word);
        r[d] = value & Swar.mask(e);
        r[d + 1] = 0;
        return 0;
    }
}
