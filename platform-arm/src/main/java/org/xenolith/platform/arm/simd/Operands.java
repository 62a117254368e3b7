// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

/**
 * Fields of an AdvSIMD instruction word [DDI0487 C4.1] and the register slots that they select.
 *
 * <p>A vector register is two consecutive slots, low half first. Bit 28 tells the scalar encodings, whose bit 30 is set
 * as well: they see one lane, and zero in its place everywhere else. In the vector encodings bit 30 (Q) says whether
 * the high half takes part; where it does not it reads as zero and is written as zero.
 */
final class Operands {
    private static final int FIRST_VECTOR = 64;
    private static final int FPSR = 35;
    private static final long QC = 1L << 27;

    private Operands() {}

    /** Slot of the low half of vector register {@code number}, 0..31. */
    static int slot(int number) {
        return FIRST_VECTOR + 2 * number;
    }

    static int vd(int word) {
        return slot(word & 31);
    }

    static int vn(int word) {
        return slot(word >>> 5 & 31);
    }

    static int vm(int word) {
        return slot(word >>> 16 & 31);
    }

    /** Lane width in bits by the size field, bits 23:22. */
    static int lane(int word) {
        return 8 << (word >>> 22 & 3);
    }

    /** Lane width in bits by immh, bits 22:19; the narrow one where widths differ. */
    static int shiftLane(int word) {
        return Integer.highestOneBit(word >>> 16 & 127);
    }

    /** Right shift amount by immh:immb, from 1 to the lane width. */
    static int right(int word) {
        return 2 * shiftLane(word) - (word >>> 16 & 127);
    }

    /** Left shift amount by immh:immb, from 0 to the lane width less one. */
    static int left(int word) {
        return (word >>> 16 & 127) - shiftLane(word);
    }

    static boolean scalar(int word) {
        return (word & 1 << 28) != 0;
    }

    /** One for a vector instruction on whole registers or on their high halves, else zero. */
    static int q(int word) {
        return word >>> 30 & ~(word >>> 28) & 1;
    }

    private static long highMask(int word) {
        return -(long) q(word);
    }

    private static long lowMask(int word, int e) {
        return scalar(word) ? Swar.mask(e) : -1L;
    }

    static long d0(long[] r, int word) {
        return r[vd(word)];
    }

    static long d0(long[] r, int word, int e) {
        return r[vd(word)] & lowMask(word, e);
    }

    static long d1(long[] r, int word) {
        return r[vd(word) + 1] & highMask(word);
    }

    static long n0(long[] r, int word) {
        return r[vn(word)];
    }

    static long n0(long[] r, int word, int e) {
        return r[vn(word)] & lowMask(word, e);
    }

    static long n1(long[] r, int word) {
        return r[vn(word) + 1] & highMask(word);
    }

    static long m0(long[] r, int word) {
        return r[vm(word)];
    }

    static long m0(long[] r, int word, int e) {
        return r[vm(word)] & lowMask(word, e);
    }

    static long m1(long[] r, int word) {
        return r[vm(word) + 1] & highMask(word);
    }

    /** High half of a register of wide lanes: all of it whatever Q, but none in a scalar instruction. */
    static long wideHigh(long[] r, int slot, int word) {
        return scalar(word) ? 0 : r[slot + 1];
    }

    /** Low half of a register of wide lanes; only lane 0 in a scalar instruction. */
    static long wideLow(long[] r, int slot, int word, int e) {
        return r[slot] & lowMask(word, e);
    }

    /** The half that a widening instruction reads: the high one for the "2" forms. */
    static long part(long[] r, int slot, int word, int e) {
        return r[slot + q(word)] & lowMask(word, e);
    }

    /**
     * The element that a by-element instruction selects, in every lane: Vm.H[H:L:M] of V0..V15 for 16-bit lanes,
     * Vm.S[H:L] for 32-bit lanes.
     */
    static long element(long[] r, int word) {
        int h = word >>> 11 & 1;
        int l = word >>> 21 & 1;
        if (lane(word) == 16) {
            int slot = slot(word >>> 16 & 15);
            return Swar.dup(16, r[slot + h] >>> (32 * l + 16 * (word >>> 20 & 1)));
        }
        return Swar.dup(32, r[vm(word) + h] >>> 32 * l);
    }

    /** Writes Vd; the high half becomes zero unless Q. */
    static long put(long[] r, int word, long low, long high) {
        int d = vd(word);
        r[d] = low;
        r[d + 1] = high & highMask(word);
        return 0;
    }

    /** Writes all of Vd. */
    static long putWide(long[] r, int word, long low, long high) {
        int d = vd(word);
        r[d] = low;
        r[d + 1] = high;
        return 0;
    }

    /** Writes the result of a narrowing instruction: the "2" forms keep the low half, the others clear the high one. */
    static long putNarrow(long[] r, int word, long value) {
        int d = vd(word);
        if (q(word) != 0) {
            r[d + 1] = value;
        } else {
            r[d] = value;
            r[d + 1] = 0;
        }
        return 0;
    }

    /** Sets FPSR.QC if any bit of {@code saturated} is set. */
    static void noteSaturation(long[] r, long saturated) {
        if (saturated != 0) {
            r[FPSR] |= QC;
        }
    }
}
