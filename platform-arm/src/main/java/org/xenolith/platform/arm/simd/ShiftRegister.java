// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.lane;
import static org.xenolith.platform.arm.simd.Operands.m0;
import static org.xenolith.platform.arm.simd.Operands.m1;
import static org.xenolith.platform.arm.simd.Operands.n0;
import static org.xenolith.platform.arm.simd.Operands.n1;
import static org.xenolith.platform.arm.simd.Operands.put;

/**
 * Shifts by the signed low byte of the lanes of Vm, left where it is positive; vector and scalar [DDI0487 C7.2].
 */
public final class ShiftRegister {
    private ShiftRegister() {}

    public static long sshl(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, plainS(e, n0(r, word), m0(r, word)), plainS(e, n1(r, word), m1(r, word)));
    }

    public static long ushl(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, plainU(e, n0(r, word), m0(r, word)), plainU(e, n1(r, word), m1(r, word)));
    }

    public static long srshl(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, roundingS(e, n0(r, word), m0(r, word)), roundingS(e, n1(r, word), m1(r, word)));
    }

    public static long urshl(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, roundingU(e, n0(r, word), m0(r, word)), roundingU(e, n1(r, word), m1(r, word)));
    }

    public static long sqshl(long[] r, int word, long a, long b) {
        int e = lane(word);
        return saturatingS(r, word, plainS(e, n0(r, word, e), m0(r, word, e)), plainS(e, n1(r, word), m1(r, word)));
    }

    public static long uqshl(long[] r, int word, long a, long b) {
        int e = lane(word);
        return saturatingU(r, word, plainU(e, n0(r, word, e), m0(r, word, e)), plainU(e, n1(r, word), m1(r, word)));
    }

    public static long sqrshl(long[] r, int word, long a, long b) {
        int e = lane(word);
        long low = roundingS(e, n0(r, word, e), m0(r, word, e));
        return saturatingS(r, word, low, roundingS(e, n1(r, word), m1(r, word)));
    }

    public static long uqrshl(long[] r, int word, long a, long b) {
        int e = lane(word);
        long low = roundingU(e, n0(r, word, e), m0(r, word, e));
        return saturatingU(r, word, low, roundingU(e, n1(r, word), m1(r, word)));
    }

    private static long plainS(int e, long x, long y) {
        long d = 0;
        for (int s = 0; s < 64; s += e) {
            d |= (Shift.signed(Swar.signed(e, x, s), (byte) (y >>> s)) & Swar.mask(e)) << s;
        }
        return d;
    }

    private static long plainU(int e, long x, long y) {
        long d = 0;
        for (int s = 0; s < 64; s += e) {
            d |= (Shift.unsigned(Swar.unsigned(e, x, s), (byte) (y >>> s)) & Swar.mask(e)) << s;
        }
        return d;
    }

    private static long roundingS(int e, long x, long y) {
        long d = 0;
        for (int s = 0; s < 64; s += e) {
            d |= (Shift.roundedSigned(Swar.signed(e, x, s), (byte) (y >>> s)) & Swar.mask(e)) << s;
        }
        return d;
    }

    private static long roundingU(int e, long x, long y) {
        long d = 0;
        for (int s = 0; s < 64; s += e) {
            d |= (Shift.roundedUnsigned(Swar.unsigned(e, x, s), (byte) (y >>> s)) & Swar.mask(e)) << s;
        }
        return d;
    }

    /** Right shifts cannot saturate: takes them as they are and does the left shifts again, with limits. */
    private static long saturatingS(long[] r, int word, long low, long high) {
        int e = lane(word);
        long first = leftS(r, e, n0(r, word, e), m0(r, word, e), low);
        return put(r, word, first, leftS(r, e, n1(r, word), m1(r, word), high));
    }

    private static long saturatingU(long[] r, int word, long low, long high) {
        int e = lane(word);
        long first = leftU(r, e, n0(r, word, e), m0(r, word, e), low);
        return put(r, word, first, leftU(r, e, n1(r, word), m1(r, word), high));
    }

    private static long leftS(long[] r, int e, long x, long y, long shifted) {
        long d = shifted;
        for (int s = 0; s < 64; s += e) {
            int n = (byte) (y >>> s);
            if (n > 0) {
                long lane = Shift.saturatedSigned(r, e, Swar.signed(e, x, s), n);
                d = Swar.select(Swar.mask(e) << s, lane << s, d);
            }
        }
        return d;
    }

    private static long leftU(long[] r, int e, long x, long y, long shifted) {
        long d = shifted;
        for (int s = 0; s < 64; s += e) {
            int n = (byte) (y >>> s);
            if (n > 0) {
                long lane = Shift.saturatedUnsigned(r, e, Swar.unsigned(e, x, s), n);
                d = Swar.select(Swar.mask(e) << s, lane << s, d);
            }
        }
        return d;
    }
}
