// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.d0;
import static org.xenolith.platform.arm.simd.Operands.d1;
import static org.xenolith.platform.arm.simd.Operands.m0;
import static org.xenolith.platform.arm.simd.Operands.m1;
import static org.xenolith.platform.arm.simd.Operands.n0;
import static org.xenolith.platform.arm.simd.Operands.n1;
import static org.xenolith.platform.arm.simd.Operands.put;

/** Bitwise instructions, and those with a modified immediate (AdvSIMDExpandImm) [DDI0487 C4.1, C7.2]. */
public final class Logical {
    private Logical() {}

    public static long and(long[] r, int word, long a, long b) {
        return put(r, word, n0(r, word) & m0(r, word), n1(r, word) & m1(r, word));
    }

    public static long bic(long[] r, int word, long a, long b) {
        return put(r, word, n0(r, word) & ~m0(r, word), n1(r, word) & ~m1(r, word));
    }

    public static long orr(long[] r, int word, long a, long b) {
        return put(r, word, n0(r, word) | m0(r, word), n1(r, word) | m1(r, word));
    }

    public static long orn(long[] r, int word, long a, long b) {
        return put(r, word, n0(r, word) | ~m0(r, word), n1(r, word) | ~m1(r, word));
    }

    public static long eor(long[] r, int word, long a, long b) {
        return put(r, word, n0(r, word) ^ m0(r, word), n1(r, word) ^ m1(r, word));
    }

    /** BSL: Vd selects, bit by bit, Vn where it is one and Vm where it is zero. */
    public static long bsl(long[] r, int word, long a, long b) {
        long low = Swar.select(d0(r, word), n0(r, word), m0(r, word));
        return put(r, word, low, Swar.select(d1(r, word), n1(r, word), m1(r, word)));
    }

    /** BIT: inserts the bits of Vn where Vm is one. */
    public static long bit(long[] r, int word, long a, long b) {
        long low = Swar.select(m0(r, word), n0(r, word), d0(r, word));
        return put(r, word, low, Swar.select(m1(r, word), n1(r, word), d1(r, word)));
    }

    /** BIF: inserts the bits of Vn where Vm is zero. */
    public static long bif(long[] r, int word, long a, long b) {
        long low = Swar.select(m0(r, word), d0(r, word), n0(r, word));
        return put(r, word, low, Swar.select(m1(r, word), d1(r, word), n1(r, word)));
    }

    public static long not(long[] r, int word, long a, long b) {
        return put(r, word, ~n0(r, word), ~n1(r, word));
    }

    public static long movi(long[] r, int word, long a, long b) {
        long value = immediate(word);
        return put(r, word, value, value);
    }

    public static long mvni(long[] r, int word, long a, long b) {
        long value = ~immediate(word);
        return put(r, word, value, value);
    }

    public static long orrImmediate(long[] r, int word, long a, long b) {
        long value = immediate(word);
        return put(r, word, d0(r, word) | value, d1(r, word) | value);
    }

    public static long bicImmediate(long[] r, int word, long a, long b) {
        long value = immediate(word);
        return put(r, word, d0(r, word) & ~value, d1(r, word) & ~value);
    }

    /** The 64-bit pattern of cmode (15:12), op (29) and the bits abc:defgh; not the floating-point one. */
    private static long immediate(int word) {
        long imm = (word >>> 11 & 0xE0) | (word >>> 5 & 0x1F);
        int cmode = word >>> 12 & 15;
        if (cmode < 8) {
            return Swar.dup(32, imm << 4 * (cmode & 6));
        }
        if (cmode < 12) {
            return Swar.dup(16, imm << 4 * (cmode & 2));
        }
        if (cmode == 12) {
            return Swar.dup(32, imm << 8 | 0xFF);
        }
        if (cmode == 13) {
            return Swar.dup(32, imm << 16 | 0xFFFF);
        }
        if ((word & 1 << 29) == 0) {
            return Swar.dup(8, imm);
        }
        // Bit i of the immediate stands for all of byte i.
        long single = Swar.dup(8, imm) & 0x8040201008040201L;
        return Swar.fill(8, Swar.zeros(8, single) ^ Swar.tops(8));
    }
}
