// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.lane;
import static org.xenolith.platform.arm.simd.Operands.n0;
import static org.xenolith.platform.arm.simd.Operands.n1;
import static org.xenolith.platform.arm.simd.Operands.put;

/** Counts and orders of bits and of the elements of a group: CLS CLZ CNT RBIT REV16 REV32 REV64 [DDI0487 C7.2]. */
public final class BitCount {
    private BitCount() {}

    public static long clz(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, leadingZeros(e, n0(r, word)), leadingZeros(e, n1(r, word)));
    }

    /** CLS: the bits below the sign that equal it; a lane shifted by one and XORed has that many leading zeros, less one. */
    public static long cls(long[] r, int word, long a, long b) {
        int e = lane(word);
        long low = Swar.sub(e, leadingZeros(e, signChanges(e, n0(r, word))), Swar.ones(e));
        return put(r, word, low, Swar.sub(e, leadingZeros(e, signChanges(e, n1(r, word))), Swar.ones(e)));
    }

    public static long cnt(long[] r, int word, long a, long b) {
        return put(r, word, bytePopulations(n0(r, word)), bytePopulations(n1(r, word)));
    }

    public static long rbit(long[] r, int word, long a, long b) {
        long low = Long.reverse(Long.reverseBytes(n0(r, word)));
        return put(r, word, low, Long.reverse(Long.reverseBytes(n1(r, word))));
    }

    public static long rev16(long[] r, int word, long a, long b) {
        return put(r, word, swap(8, n0(r, word)), swap(8, n1(r, word)));
    }

    public static long rev32(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(
                r, word, Long.rotateLeft(reversed(e, n0(r, word)), 32), Long.rotateLeft(reversed(e, n1(r, word)), 32));
    }

    public static long rev64(long[] r, int word, long a, long b) {
        int e = lane(word);
        return put(r, word, reversed(e, n0(r, word)), reversed(e, n1(r, word)));
    }

    private static long leadingZeros(int e, long x) {
        long d = 0;
        for (int s = 0; s < 64; s += e) {
            // The bit below the lane ends the count when the lane is zero.
            d |= (long) Long.numberOfLeadingZeros(Swar.unsigned(e, x, s) << 1 << (63 - e) | 1L << (63 - e)) << s;
        }
        return d;
    }

    private static long signChanges(int e, long x) {
        return x ^ Swar.shrS(e, x, 1);
    }

    private static long bytePopulations(long x) {
        long pairs = x - (x >>> 1 & 0x5555555555555555L);
        long nibbles = (pairs & 0x3333333333333333L) + (pairs >>> 2 & 0x3333333333333333L);
        return nibbles + (nibbles >>> 4) & 0x0F0F0F0F0F0F0F0FL;
    }

    /** Exchanges adjacent lanes, of 8 or 16 bits. */
    private static long swap(int e, long x) {
        long evens = Swar.dup(2 * e, Swar.mask(e));
        return (x & evens) << e | x >>> e & evens;
    }

    /** The lanes of a half in reverse order. */
    private static long reversed(int e, long x) {
        if (e == 8) {
            return Long.reverseBytes(x);
        }
        return Long.rotateLeft(e == 16 ? swap(16, x) : x, 32);
    }
}
