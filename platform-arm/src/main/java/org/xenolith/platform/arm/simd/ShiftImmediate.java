// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.d0;
import static org.xenolith.platform.arm.simd.Operands.d1;
import static org.xenolith.platform.arm.simd.Operands.left;
import static org.xenolith.platform.arm.simd.Operands.n0;
import static org.xenolith.platform.arm.simd.Operands.n1;
import static org.xenolith.platform.arm.simd.Operands.noteSaturation;
import static org.xenolith.platform.arm.simd.Operands.part;
import static org.xenolith.platform.arm.simd.Operands.put;
import static org.xenolith.platform.arm.simd.Operands.putWide;
import static org.xenolith.platform.arm.simd.Operands.right;
import static org.xenolith.platform.arm.simd.Operands.shiftLane;
import static org.xenolith.platform.arm.simd.Operands.vn;

/** Shifts by immh:immb that keep or double the lane width, vector and scalar [DDI0487 C7.2]. */
public final class ShiftImmediate {
    private ShiftImmediate() {}

    public static long sshr(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return put(r, word, Swar.shrS(e, n0(r, word), s), Swar.shrS(e, n1(r, word), s));
    }

    public static long ushr(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return put(r, word, Swar.shrU(e, n0(r, word), s), Swar.shrU(e, n1(r, word), s));
    }

    public static long srshr(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return put(r, word, Swar.roundS(e, n0(r, word), s), Swar.roundS(e, n1(r, word), s));
    }

    public static long urshr(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return put(r, word, Swar.roundU(e, n0(r, word), s), Swar.roundU(e, n1(r, word), s));
    }

    public static long ssra(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return accumulate(r, word, Swar.shrS(e, n0(r, word), s), Swar.shrS(e, n1(r, word), s));
    }

    public static long usra(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return accumulate(r, word, Swar.shrU(e, n0(r, word), s), Swar.shrU(e, n1(r, word), s));
    }

    public static long srsra(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return accumulate(r, word, Swar.roundS(e, n0(r, word), s), Swar.roundS(e, n1(r, word), s));
    }

    public static long ursra(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        return accumulate(r, word, Swar.roundU(e, n0(r, word), s), Swar.roundU(e, n1(r, word), s));
    }

    private static long accumulate(long[] r, int word, long low, long high) {
        int e = shiftLane(word);
        return put(r, word, Swar.add(e, d0(r, word), low), Swar.add(e, d1(r, word), high));
    }

    public static long shl(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = left(word);
        return put(r, word, Swar.shl(e, n0(r, word), s), Swar.shl(e, n1(r, word), s));
    }

    /** SLI: the bits of Vd below the shifted ones stay. */
    public static long sli(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = left(word);
        long moved = Swar.shl(e, -1L, s);
        long low = Swar.select(moved, n0(r, word) << s, d0(r, word));
        return put(r, word, low, Swar.select(moved, n1(r, word) << s, d1(r, word)));
    }

    /** SRI: the bits of Vd above the shifted ones stay. */
    public static long sri(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = right(word);
        long moved = Swar.shrU(e, -1L, s);
        long low = Swar.select(moved, n0(r, word) >>> s, d0(r, word));
        return put(r, word, low, Swar.select(moved, n1(r, word) >>> s, d1(r, word)));
    }

    public static long sqshlImmediate(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int n = left(word);
        return put(r, word, saturatingS(r, e, n0(r, word, e), n), saturatingS(r, e, n1(r, word), n));
    }

    public static long uqshlImmediate(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int n = left(word);
        return put(r, word, saturatingU(r, e, n0(r, word, e), n), saturatingU(r, e, n1(r, word), n));
    }

    /** SQSHLU: signed lanes, unsigned results; negative lanes saturate to zero. */
    public static long sqshlu(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int n = left(word);
        long low = saturatingU(r, e, positive(r, e, n0(r, word, e)), n);
        return put(r, word, low, saturatingU(r, e, positive(r, e, n1(r, word)), n));
    }

    private static long positive(long[] r, int e, long x) {
        long negative = x & Swar.tops(e);
        noteSaturation(r, negative);
        return x & ~Swar.fill(e, negative);
    }

    private static long saturatingS(long[] r, int e, long x, int n) {
        long d = 0;
        for (int s = 0; s < 64; s += e) {
            d |= Shift.saturatedSigned(r, e, Swar.signed(e, x, s), n) << s;
        }
        return d;
    }

    private static long saturatingU(long[] r, int e, long x, int n) {
        long d = 0;
        for (int s = 0; s < 64; s += e) {
            d |= Shift.saturatedUnsigned(r, e, Swar.unsigned(e, x, s), n) << s;
        }
        return d;
    }

    /** SSHLL, SSHLL2, and their alias SXTL. */
    public static long sshll(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = left(word);
        long n = part(r, vn(word), word, e);
        return putWide(r, word, Swar.shl(2 * e, Swar.widenS(e, n), s), Swar.shl(2 * e, Swar.widenS(e, n >>> 32), s));
    }

    /** USHLL, USHLL2, and their alias UXTL. */
    public static long ushll(long[] r, int word, long a, long b) {
        int e = shiftLane(word);
        int s = left(word);
        long n = part(r, vn(word), word, e);
        return putWide(r, word, Swar.shl(2 * e, Swar.widenU(e, n), s), Swar.shl(2 * e, Swar.widenU(e, n >>> 32), s));
    }

    /** SHLL, SHLL2: left by the lane width, which the size field gives. */
    public static long shll(long[] r, int word, long a, long b) {
        int e = Operands.lane(word);
        long n = part(r, vn(word), word, e);
        return putWide(r, word, Swar.widenU(e, n) << e, Swar.widenU(e, n >>> 32) << e);
    }
}
