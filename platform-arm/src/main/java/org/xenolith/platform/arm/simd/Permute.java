// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.d0;
import static org.xenolith.platform.arm.simd.Operands.d1;
import static org.xenolith.platform.arm.simd.Operands.lane;
import static org.xenolith.platform.arm.simd.Operands.m0;
import static org.xenolith.platform.arm.simd.Operands.m1;
import static org.xenolith.platform.arm.simd.Operands.n0;
import static org.xenolith.platform.arm.simd.Operands.n1;
import static org.xenolith.platform.arm.simd.Operands.put;
import static org.xenolith.platform.arm.simd.Operands.q;
import static org.xenolith.platform.arm.simd.Operands.slot;
import static org.xenolith.platform.arm.simd.Operands.vm;
import static org.xenolith.platform.arm.simd.Operands.vn;

/** Lanes moved between places: ZIP UZP TRN EXT TBL TBX [DDI0487 C7.2]. */
public final class Permute {
    private Permute() {}

    public static long zip1(long[] r, int word, long a, long b) {
        int e = lane(word);
        long n = n0(r, word);
        long m = m0(r, word);
        return e == 64 ? put(r, word, n, m) : put(r, word, interleave(e, n, m), interleave(e, n >>> 32, m >>> 32));
    }

    public static long zip2(long[] r, int word, long a, long b) {
        int e = lane(word);
        long n = r[vn(word) + q(word)];
        long m = r[vm(word) + q(word)];
        if (e == 64) {
            return put(r, word, n, m);
        }
        long last = interleave(e, n >>> 32, m >>> 32);
        return put(r, word, q(word) != 0 ? interleave(e, n, m) : last, last);
    }

    public static long uzp1(long[] r, int word, long a, long b) {
        int e = lane(word);
        if (e == 64) {
            return put(r, word, n0(r, word), m0(r, word));
        }
        return q(word) != 0
                ? put(r, word, Swar.narrow(e, n0(r, word), n1(r, word)), Swar.narrow(e, m0(r, word), m1(r, word)))
                : put(r, word, Swar.narrow(e, n0(r, word), m0(r, word)), 0);
    }

    public static long uzp2(long[] r, int word, long a, long b) {
        int e = lane(word);
        if (e == 64) {
            return put(r, word, n1(r, word), m1(r, word));
        }
        long n = n0(r, word) >>> e;
        long m = m0(r, word) >>> e;
        return q(word) != 0
                ? put(r, word, Swar.narrow(e, n, n1(r, word) >>> e), Swar.narrow(e, m, m1(r, word) >>> e))
                : put(r, word, Swar.narrow(e, n, m), 0);
    }

    public static long trn1(long[] r, int word, long a, long b) {
        int e = lane(word);
        if (e == 64) {
            return put(r, word, n0(r, word), m0(r, word));
        }
        long evens = Swar.dup(2 * e, Swar.mask(e));
        long low = Swar.select(evens, n0(r, word), m0(r, word) << e);
        return put(r, word, low, Swar.select(evens, n1(r, word), m1(r, word) << e));
    }

    public static long trn2(long[] r, int word, long a, long b) {
        int e = lane(word);
        if (e == 64) {
            return put(r, word, n1(r, word), m1(r, word));
        }
        long evens = Swar.dup(2 * e, Swar.mask(e));
        long low = Swar.select(evens, n0(r, word) >>> e, m0(r, word));
        return put(r, word, low, Swar.select(evens, n1(r, word) >>> e, m1(r, word)));
    }

    /** EXT: 8 or 16 bytes of Vm:Vn from byte imm4 (14:11) on. */
    public static long ext(long[] r, int word, long a, long b) {
        int from = (word >>> 11 & 15) * 8;
        long n0 = n0(r, word);
        long n1 = n1(r, word);
        long m0 = m0(r, word);
        if (q(word) == 0) {
            return put(r, word, join(n0, m0, from), 0);
        }
        return from < 64
                ? put(r, word, join(n0, n1, from), join(n1, m0, from))
                : put(r, word, join(n1, m0, from - 64), join(m0, m1(r, word), from - 64));
    }

    /** TBL: bytes of one to four registers, chosen by the bytes of Vm; zero for an index beyond them. */
    public static long tbl(long[] r, int word, long a, long b) {
        long low = chosen(r, word, m0(r, word), 0);
        return put(r, word, low, chosen(r, word, m1(r, word), 0));
    }

    /** TBX: like TBL, but an index beyond the registers leaves the byte of Vd. */
    public static long tbx(long[] r, int word, long a, long b) {
        long low = chosen(r, word, m0(r, word), d0(r, word));
        return put(r, word, low, chosen(r, word, m1(r, word), d1(r, word)));
    }

    /** Lanes of the low 32 bits of x and y in turn, x first. */
    private static long interleave(int e, long x, long y) {
        return Swar.widenU(e, x) | Swar.widenU(e, y) << e;
    }

    /** 64 bits of y:x from bit {@code from}, 0..63. */
    private static long join(long x, long y, int from) {
        return x >>> from | y << 1 << (63 - from);
    }

    private static long chosen(long[] r, int word, long indices, long otherwise) {
        int count = (word >>> 13 & 3) + 1;
        int first = word >>> 5 & 31;
        long d = 0;
        for (int s = 0; s < 64; s += 8) {
            int index = (int) (indices >>> s) & 0xFF;
            long source;
            if (index < 16 * count) {
                source = r[slot(first + (index >>> 4) & 31) + (index >>> 3 & 1)] >>> 8 * (index & 7);
            } else {
                source = otherwise >>> s;
            }
            d |= (source & 0xFF) << s;
        }
        return d;
    }
}
