// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.put;
import static org.xenolith.platform.arm.simd.Operands.vd;
import static org.xenolith.platform.arm.simd.Operands.vn;

/**
 * Copies between elements, whole vectors and general registers: DUP INS SMOV UMOV [DDI0487 C7.2].
 *
 * <p>imm5 (20:16) holds the element width as its lowest set bit and the element's index above that.
 */
public final class Moves {
    private Moves() {}

    public static long dupElement(long[] r, int word, long a, long b) {
        int e = width(word);
        long value = Swar.dup(e, element(r, vn(word), e, index(word)));
        return put(r, word, value, value);
    }

    /** DUP of one element to a scalar register. */
    public static long dupScalar(long[] r, int word, long a, long b) {
        int e = width(word);
        return put(r, word, element(r, vn(word), e, index(word)) & Swar.mask(e), 0);
    }

    /** DUP of a general register. */
    public static long dupGeneral(long[] r, int word, long a, long b) {
        long value = Swar.dup(width(word), a);
        return put(r, word, value, value);
    }

    /** INS of element imm4 (14:11) of Vn. */
    public static long insElement(long[] r, int word, long a, long b) {
        int e = width(word);
        int from = (word >>> 11 & 15) * 8 / e;
        return insert(r, word, e, element(r, vn(word), e, from));
    }

    /** INS of a general register. */
    public static long insGeneral(long[] r, int word, long a, long b) {
        return insert(r, word, width(word), a);
    }

    public static long umov(long[] r, int word, long a, long b) {
        int e = width(word);
        return element(r, vn(word), e, index(word)) & Swar.mask(e);
    }

    public static long smovW(long[] r, int word, long a, long b) {
        return smovX(r, word, a, b) & 0xFFFFFFFFL;
    }

    public static long smovX(long[] r, int word, long a, long b) {
        int e = width(word);
        return Swar.signed(e, element(r, vn(word), e, index(word)), 0);
    }

    private static int width(int word) {
        return 8 * Integer.lowestOneBit(word >>> 16 & 31);
    }

    private static int index(int word) {
        return (word >>> 16 & 31) * 8 / (2 * width(word));
    }

    /** The element in the low e bits; above them, others. */
    private static long element(long[] r, int slot, int e, int index) {
        int at = e * index;
        return r[slot + (at >>> 6)] >>> (at & 63);
    }

    private static long insert(long[] r, int word, int e, long value) {
        int at = e * index(word);
        int d = vd(word) + (at >>> 6);
        r[d] = Swar.select(Swar.mask(e) << (at & 63), value << (at & 63), r[d]);
        return 0;
    }
}
