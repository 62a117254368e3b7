// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.lane;
import static org.xenolith.platform.arm.simd.Operands.noteSaturation;
import static org.xenolith.platform.arm.simd.Operands.putNarrow;
import static org.xenolith.platform.arm.simd.Operands.right;
import static org.xenolith.platform.arm.simd.Operands.shiftLane;
import static org.xenolith.platform.arm.simd.Operands.vm;
import static org.xenolith.platform.arm.simd.Operands.vn;
import static org.xenolith.platform.arm.simd.Operands.wideHigh;
import static org.xenolith.platform.arm.simd.Operands.wideLow;

/**
 * Instructions whose results are half as wide as their operands, and their "2" forms [DDI0487 C7.2].
 *
 * <p>{@code e} is the width of the results; they come from lanes of {@code 2 * e} bits of a whole register.
 */
public final class Narrowing {
    private Narrowing() {}

    public static long addhn(long[] r, int word, long a, long b) {
        return highSums(r, word, 0);
    }

    public static long raddhn(long[] r, int word, long a, long b) {
        return highSums(r, word, 1);
    }

    public static long subhn(long[] r, int word, long a, long b) {
        return highDifferences(r, word, 0);
    }

    public static long rsubhn(long[] r, int word, long a, long b) {
        return highDifferences(r, word, 1);
    }

    private static long highSums(long[] r, int word, long round) {
        int e = lane(word);
        int n = vn(word);
        int m = vm(word);
        long half = Swar.dup(2 * e, round << (e - 1));
        long low = Swar.add(2 * e, Swar.add(2 * e, r[n], r[m]), half);
        long high = Swar.add(2 * e, Swar.add(2 * e, r[n + 1], r[m + 1]), half);
        return putNarrow(r, word, Swar.narrow(e, low >>> e, high >>> e));
    }

    private static long highDifferences(long[] r, int word, long round) {
        int e = lane(word);
        int n = vn(word);
        int m = vm(word);
        long half = Swar.dup(2 * e, round << (e - 1));
        long low = Swar.add(2 * e, Swar.sub(2 * e, r[n], r[m]), half);
        long high = Swar.add(2 * e, Swar.sub(2 * e, r[n + 1], r[m + 1]), half);
        return putNarrow(r, word, Swar.narrow(e, low >>> e, high >>> e));
    }

    public static long xtn(long[] r, int word, long a, long b) {
        int n = vn(word);
        return putNarrow(r, word, Swar.narrow(lane(word), r[n], r[n + 1]));
    }

    public static long sqxtn(long[] r, int word, long a, long b) {
        int e = lane(word);
        return putSigned(r, word, e, low(r, word, e), high(r, word));
    }

    public static long uqxtn(long[] r, int word, long a, long b) {
        int e = lane(word);
        return putUnsigned(r, word, e, low(r, word, e), high(r, word));
    }

    public static long sqxtun(long[] r, int word, long a, long b) {
        int e = lane(word);
        return putPositive(r, word, e, low(r, word, e), high(r, word));
    }

    public static long shrn(long[] r, int word, long a, long b) {
        int s = right(word);
        int n = vn(word);
        // The bits that cross a lane boundary land in halves that are dropped: s is at most the narrow width.
        return putNarrow(r, word, Swar.narrow(shiftLane(word), r[n] >>> s, r[n + 1] >>> s));
    }

    public static long rshrn(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        int n = vn(word);
        return putNarrow(r, word, Swar.narrow(e, Swar.roundU(2 * e, r[n], s), Swar.roundU(2 * e, r[n + 1], s)));
    }

    public static long sqshrn(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return putSigned(r, word, e, Swar.shrS(2 * e, low(r, word, e), s), Swar.shrS(2 * e, high(r, word), s));
    }

    public static long sqrshrn(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return putSigned(r, word, e, Swar.roundS(2 * e, low(r, word, e), s), Swar.roundS(2 * e, high(r, word), s));
    }

    public static long uqshrn(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return putUnsigned(r, word, e, Swar.shrU(2 * e, low(r, word, e), s), Swar.shrU(2 * e, high(r, word), s));
    }

    public static long uqrshrn(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return putUnsigned(r, word, e, Swar.roundU(2 * e, low(r, word, e), s), Swar.roundU(2 * e, high(r, word), s));
    }

    public static long sqshrun(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return putPositive(r, word, e, Swar.shrS(2 * e, low(r, word, e), s), Swar.shrS(2 * e, high(r, word), s));
    }

    public static long sqrshrun(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return putPositive(r, word, e, Swar.roundS(2 * e, low(r, word, e), s), Swar.roundS(2 * e, high(r, word), s));
    }

    private static long low(long[] r, int word, int e) {
        return wideLow(r, vn(word), word, 2 * e);
    }

    private static long high(long[] r, int word) {
        return wideHigh(r, vn(word), word);
    }

    /** Signed lanes limited to the signed narrow range. */
    private static long putSigned(long[] r, int word, int e, long low, long high) {
        long max = Swar.mask(e) >>> 1;
        long first = clampS(r, e, low, ~max, max);
        return putNarrow(r, word, Swar.narrow(e, first, clampS(r, e, high, ~max, max)));
    }

    /** Signed lanes limited to the unsigned narrow range. */
    private static long putPositive(long[] r, int word, int e, long low, long high) {
        long max = Swar.mask(e);
        long first = clampS(r, e, low, 0, max);
        return putNarrow(r, word, Swar.narrow(e, first, clampS(r, e, high, 0, max)));
    }

    /** Unsigned lanes limited to the unsigned narrow range. */
    private static long putUnsigned(long[] r, int word, int e, long low, long high) {
        long first = clampU(r, e, low);
        return putNarrow(r, word, Swar.narrow(e, first, clampU(r, e, high)));
    }

    private static long clampS(long[] r, int e, long x, long min, long max) {
        int wide = 2 * e;
        long d = Swar.maxS(wide, Swar.minS(wide, x, Swar.dup(wide, max)), Swar.dup(wide, min));
        noteSaturation(r, d ^ x);
        return d;
    }

    private static long clampU(long[] r, int e, long x) {
        long d = Swar.minU(2 * e, x, Swar.dup(2 * e, Swar.mask(e)));
        noteSaturation(r, d ^ x);
        return d;
    }
}
