// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.lane;
import static org.xenolith.platform.arm.simd.Operands.part;
import static org.xenolith.platform.arm.simd.Operands.putWide;
import static org.xenolith.platform.arm.simd.Operands.vd;
import static org.xenolith.platform.arm.simd.Operands.vm;
import static org.xenolith.platform.arm.simd.Operands.vn;

/** Sums and differences whose results are twice as wide as their operands, and their "2" forms [DDI0487 C7.2]. */
public final class Widening {
    private Widening() {}

    public static long saddl(long[] r, int word, long a, long b) {
        int e = lane(word);
        long n = n(r, word);
        long m = m(r, word);
        return plus(r, word, Swar.widenS(e, n), Swar.widenS(e, n >>> 32), Swar.widenS(e, m), Swar.widenS(e, m >>> 32));
    }

    public static long uaddl(long[] r, int word, long a, long b) {
        int e = lane(word);
        long n = n(r, word);
        long m = m(r, word);
        return plus(r, word, Swar.widenU(e, n), Swar.widenU(e, n >>> 32), Swar.widenU(e, m), Swar.widenU(e, m >>> 32));
    }

    public static long saddw(long[] r, int word, long a, long b) {
        int e = lane(word);
        int n = vn(word);
        long m = m(r, word);
        return plus(r, word, r[n], r[n + 1], Swar.widenS(e, m), Swar.widenS(e, m >>> 32));
    }

    public static long uaddw(long[] r, int word, long a, long b) {
        int e = lane(word);
        int n = vn(word);
        long m = m(r, word);
        return plus(r, word, r[n], r[n + 1], Swar.widenU(e, m), Swar.widenU(e, m >>> 32));
    }

    public static long ssubl(long[] r, int word, long a, long b) {
        int e = lane(word);
        long n = n(r, word);
        long m = m(r, word);
        return minus(r, word, Swar.widenS(e, n), Swar.widenS(e, n >>> 32), Swar.widenS(e, m), Swar.widenS(e, m >>> 32));
    }

    public static long usubl(long[] r, int word, long a, long b) {
        int e = lane(word);
        long n = n(r, word);
        long m = m(r, word);
        return minus(r, word, Swar.widenU(e, n), Swar.widenU(e, n >>> 32), Swar.widenU(e, m), Swar.widenU(e, m >>> 32));
    }

    public static long ssubw(long[] r, int word, long a, long b) {
        int e = lane(word);
        int n = vn(word);
        long m = m(r, word);
        return minus(r, word, r[n], r[n + 1], Swar.widenS(e, m), Swar.widenS(e, m >>> 32));
    }

    public static long usubw(long[] r, int word, long a, long b) {
        int e = lane(word);
        int n = vn(word);
        long m = m(r, word);
        return minus(r, word, r[n], r[n + 1], Swar.widenU(e, m), Swar.widenU(e, m >>> 32));
    }

    public static long sabdl(long[] r, int word, long a, long b) {
        long d = Arithmetic.distanceS(lane(word), n(r, word), m(r, word));
        return putWide(r, word, Swar.widenU(lane(word), d), Swar.widenU(lane(word), d >>> 32));
    }

    public static long uabdl(long[] r, int word, long a, long b) {
        long d = Arithmetic.distanceU(lane(word), n(r, word), m(r, word));
        return putWide(r, word, Swar.widenU(lane(word), d), Swar.widenU(lane(word), d >>> 32));
    }

    public static long sabal(long[] r, int word, long a, long b) {
        return accumulate(r, word, Arithmetic.distanceS(lane(word), n(r, word), m(r, word)));
    }

    public static long uabal(long[] r, int word, long a, long b) {
        return accumulate(r, word, Arithmetic.distanceU(lane(word), n(r, word), m(r, word)));
    }

    private static long n(long[] r, int word) {
        return part(r, vn(word), word, lane(word));
    }

    private static long m(long[] r, int word) {
        return part(r, vm(word), word, lane(word));
    }

    private static long accumulate(long[] r, int word, long x) {
        int e = lane(word);
        int d = vd(word);
        return plus(r, word, r[d], r[d + 1], Swar.widenU(e, x), Swar.widenU(e, x >>> 32));
    }

    private static long plus(long[] r, int word, long x0, long x1, long y0, long y1) {
        int wide = 2 * lane(word);
        return putWide(r, word, Swar.add(wide, x0, y0), Swar.add(wide, x1, y1));
    }

    private static long minus(long[] r, int word, long x0, long x1, long y0, long y1) {
        int wide = 2 * lane(word);
        return putWide(r, word, Swar.sub(wide, x0, y0), Swar.sub(wide, x1, y1));
    }
}
