// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

/** The fields that A64 instructions share, by their places in the word; the instruction tables name them alike. */
final class Fields {
    private Fields() {}

    static int rd(int w) {
        return w & 31;
    }

    static int rn(int w) {
        return (w >>> 5) & 31;
    }

    static int ra(int w) {
        return (w >>> 10) & 31;
    }

    static int rm(int w) {
        return (w >>> 16) & 31;
    }

    static boolean sf(int w) {
        return w < 0;
    }

    static boolean bit(int w, int n) {
        return ((w >>> n) & 1) != 0;
    }

    static int bits(int w, int low, int width) {
        return (w >>> low) & ((1 << width) - 1);
    }

    static int signed(int w, int low, int width) {
        return (w << (32 - low - width)) >> (32 - width);
    }

    /** Returns the mask of a logical immediate, or 0 if the encoding is reserved [DDI0487 J1.1.3 DecodeBitMasks]. */
    static long bitMask(boolean n, int imms, int immr, boolean wide) {
        int length = 31 - Integer.numberOfLeadingZeros(((n ? 1 : 0) << 6) | (~imms & 63));
        if (length < 1 || (!wide && n)) {
            return 0;
        }
        int size = 1 << length;
        int s = imms & (size - 1);
        int r = immr & (size - 1);
        if (s == size - 1) {
            return 0;
        }
        long element = (1L << (s + 1)) - 1;
        if (r != 0) {
            element = (element >>> r) | (element << (size - r));
            if (size < 64) {
                element &= (1L << size) - 1;
            }
        }
        for (int i = size; i < 64; i *= 2) {
            element |= element << i;
        }
        return wide ? element : element & 0xFFFF_FFFFL;
    }

    /** The truth tables of the 16 conditions over the flags nibble (N 8, Z 4, C 2, V 1). */
    private static final int[] CONDITIONS = new int[16];

    static {
        for (int cond = 0; cond < 16; cond++) {
            for (int flags = 0; flags < 16; flags++) {
                if (holds(cond, flags)) {
                    CONDITIONS[cond] |= 1 << flags;
                }
            }
        }
    }

    private static boolean holds(int cond, int flags) {
        boolean n = (flags & 8) != 0;
        boolean z = (flags & 4) != 0;
        boolean c = (flags & 2) != 0;
        boolean v = (flags & 1) != 0;
        boolean base =
                switch (cond >>> 1) {
                    case 0 -> z;
                    case 1 -> c;
                    case 2 -> n;
                    case 3 -> v;
                    case 4 -> c && !z;
                    case 5 -> n == v;
                    case 6 -> n == v && !z;
                    default -> true;
                };
        return (cond & 1) != 0 && cond != 15 ? !base : base;
    }

    /** Returns the truth table of a condition code; those of 14 and 15 are always true. */
    static int condition(int cond) {
        return CONDITIONS[cond];
    }
}
