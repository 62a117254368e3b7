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

/**
 * Saturating arithmetic, vector and scalar; sets FPSR.QC where a lane saturates [DDI0487 C7.2].
 *
 * <p>The lanes that a scalar instruction does not have read as zero and give zero without saturating.
 */
public final class Saturating {
    private Saturating() {}

    public static long sqadd(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(
                r,
                word,
                SaturatingSwar.addS(r, e, n0(r, word, e), m0(r, word, e)),
                SaturatingSwar.addS(r, e, n1(r, word), m1(r, word)));
    }

    public static long sqsub(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(
                r,
                word,
                SaturatingSwar.subS(r, e, n0(r, word, e), m0(r, word, e)),
                SaturatingSwar.subS(r, e, n1(r, word), m1(r, word)));
    }

    public static long uqadd(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(
                r,
                word,
                SaturatingSwar.addU(r, e, n0(r, word, e), m0(r, word, e)),
                SaturatingSwar.addU(r, e, n1(r, word), m1(r, word)));
    }

    public static long uqsub(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(
                r,
                word,
                SaturatingSwar.subU(r, e, n0(r, word, e), m0(r, word, e)),
                SaturatingSwar.subU(r, e, n1(r, word), m1(r, word)));
    }

    /** SUQADD: signed Vd plus unsigned Vn, signed result. */
    public static long suqadd(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(
                r,
                word,
                SaturatingSwar.addUtoS(r, e, d0(r, word, e), n0(r, word, e)),
                SaturatingSwar.addUtoS(r, e, d1(r, word), n1(r, word)));
    }

    /** USQADD: unsigned Vd plus signed Vn, unsigned result. */
    public static long usqadd(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(
                r,
                word,
                SaturatingSwar.addStoU(r, e, d0(r, word, e), n0(r, word, e)),
                SaturatingSwar.addStoU(r, e, d1(r, word), n1(r, word)));
    }

    public static long sqabs(long[] r, int word, long a, long b) {
        int e = lane(word);
        long n0 = n0(r, word, e);
        long n1 = n1(r, word);
        return put(
                r,
                word,
                SaturatingSwar.fromNegated(r, e, Swar.abs(e, n0), n0),
                SaturatingSwar.fromNegated(r, e, Swar.abs(e, n1), n1));
    }

    public static long sqneg(long[] r, int word, long a, long b) {
        int e = lane(word);
        long n0 = n0(r, word, e);
        long n1 = n1(r, word);
        return put(
                r,
                word,
                SaturatingSwar.fromNegated(r, e, Swar.sub(e, 0, n0), n0),
                SaturatingSwar.fromNegated(r, e, Swar.sub(e, 0, n1), n1));
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

    private static long doubleHigh(long[] r, int word, long round, long m0, long m1) {
        int e = lane(word);
        long low = SaturatingSwar.highHalves(r, e, round, n0(r, word, e), m0);
        return put(r, word, low, SaturatingSwar.highHalves(r, e, round, n1(r, word), m1));
    }
}
