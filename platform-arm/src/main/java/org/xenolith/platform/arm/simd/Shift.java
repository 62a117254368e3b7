// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.noteSaturation;

/**
 * Shift of one lane, extended to 64 bits, by -128..127: left where positive. The caller keeps the low bits of the result.
 */
final class Shift {
    private Shift() {}

    static long signed(long x, int n) {
        if (n >= 0) {
            return n < 64 ? x << n : 0;
        }
        return x >> Math.min(-n, 63);
    }

    static long unsigned(long x, int n) {
        if (n >= 0) {
            return n < 64 ? x << n : 0;
        }
        return n > -64 ? x >>> -n : 0;
    }

    static long roundedSigned(long x, int n) {
        if (n >= 0) {
            return signed(x, n);
        }
        return n < -64 ? 0 : signed(x, n) + (x >> (-n - 1) & 1);
    }

    static long roundedUnsigned(long x, int n) {
        if (n >= 0) {
            return unsigned(x, n);
        }
        return n < -64 ? 0 : unsigned(x, n) + (x >>> (-n - 1) & 1);
    }

    /** Left shift of a signed lane of e bits, limited to its range: e bits, the rest zero. */
    static long saturatedSigned(long[] r, int e, long x, int n) {
        long top = x << (64 - e);
        long shifted = n < e ? top << n : 0;
        if (shifted >> Math.min(n, 63) == top) {
            return shifted >>> (64 - e);
        }
        noteSaturation(r, 1);
        return (Long.MAX_VALUE ^ top >> 63) >>> (64 - e);
    }

    /** Left shift of an unsigned lane of e bits, limited to its range: e bits, the rest zero. */
    static long saturatedUnsigned(long[] r, int e, long x, int n) {
        long top = x << (64 - e);
        long shifted = n < e ? top << n : 0;
        if (shifted >>> Math.min(n, 63) == top) {
            return shifted >>> (64 - e);
        }
        noteSaturation(r, 1);
        return Swar.mask(e);
    }
}
