// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.m0;
import static org.xenolith.platform.arm.simd.Operands.m1;
import static org.xenolith.platform.arm.simd.Operands.n0;
import static org.xenolith.platform.arm.simd.Operands.n1;
import static org.xenolith.platform.arm.simd.Operands.put;
import static org.xenolith.platform.arm.simd.Operands.putWide;
import static org.xenolith.platform.arm.simd.Operands.q;
import static org.xenolith.platform.arm.simd.Operands.vm;
import static org.xenolith.platform.arm.simd.Operands.vn;

/** Products of polynomials over {0, 1}: PMUL, PMULL, PMULL2 [DDI0487 C7.2]. */
public final class PolynomialMultiply {
    private PolynomialMultiply() {}

    public static long pmul(long[] r, int word, long a, long b) {
        return put(r, word, times(8, n0(r, word), m0(r, word)), times(8, n1(r, word), m1(r, word)));
    }

    /** PMULL of bytes. */
    public static long pmull8(long[] r, int word, long a, long b) {
        long n = r[vn(word) + q(word)];
        long m = r[vm(word) + q(word)];
        long low = times(16, Swar.widenU(8, n), Swar.widenU(8, m));
        return putWide(r, word, low, times(16, Swar.widenU(8, n >>> 32), Swar.widenU(8, m >>> 32)));
    }

    /** PMULL of 64-bit lanes, result 1Q. Bits mirrored, the high half of a product is the low half of the mirrored one. */
    public static long pmull64(long[] r, int word, long a, long b) {
        long n = r[vn(word) + q(word)];
        long m = r[vm(word) + q(word)];
        return putWide(r, word, low(n, m), Long.reverse(low(Long.reverse(n), Long.reverse(m))) >>> 1);
    }

    /** Low e bits of the products by polynomials of degree 7, in lanes of e bits. */
    private static long times(int e, long x, long y) {
        long d = 0;
        for (int i = 0; i < 8; i++) {
            d ^= Swar.shl(e, x, i) & (y >>> i & Swar.ones(e)) * Swar.mask(e);
        }
        return d;
    }

    /**
     * Low 64 bits of a 64 by 64 bit product. Each operand is split into four with one bit in four: an integer product of
     * two of those adds at most 16 ones at a place, and the carries stay within the three unused places above it, or
     * leave at the top.
     */
    private static long low(long x, long y) {
        long k = 0x1111111111111111L;
        long x0 = x & k;
        long x1 = x & k << 1;
        long x2 = x & k << 2;
        long x3 = x & k << 3;
        long y0 = y & k;
        long y1 = y & k << 1;
        long y2 = y & k << 2;
        long y3 = y & k << 3;
        long z0 = x0 * y0 ^ x1 * y3 ^ x2 * y2 ^ x3 * y1;
        long z1 = x0 * y1 ^ x1 * y0 ^ x2 * y3 ^ x3 * y2;
        long z2 = x0 * y2 ^ x1 * y1 ^ x2 * y0 ^ x3 * y3;
        long z3 = x0 * y3 ^ x1 * y2 ^ x2 * y1 ^ x3 * y0;
        return z0 & k | z1 & k << 1 | z2 & k << 2 | z3 & k << 3;
    }
}
