// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.putWide;
import static org.xenolith.platform.arm.simd.Operands.vd;
import static org.xenolith.platform.arm.simd.Operands.vm;
import static org.xenolith.platform.arm.simd.Operands.vn;

/** The SHA-1 instructions [FIPS 180-4, DDI0487 C7.2]: Vd holds a, b, c, d from lane 0 up, Sn holds e. */
public final class Sha1 {
    private Sha1() {}

    public static long sha1c(long[] r, int word, long a, long b) {
        long low = r[vd(word)];
        long high = r[vd(word) + 1];
        int e = (int) r[vn(word)];
        for (int i = 0; i < 4; i++) {
            int x = (int) (low >>> 32);
            int y = (int) high;
            int next = e + first(low) + (((y ^ (int) (high >>> 32)) & x) ^ (int) (high >>> 32)) + schedule(r, word, i);
            e = (int) (high >>> 32);
            high = rotated(low, high);
            low = pair(next, low);
        }
        return putWide(r, word, low, high);
    }

    public static long sha1p(long[] r, int word, long a, long b) {
        long low = r[vd(word)];
        long high = r[vd(word) + 1];
        int e = (int) r[vn(word)];
        for (int i = 0; i < 4; i++) {
            int parity = (int) (low >>> 32) ^ (int) high ^ (int) (high >>> 32);
            int next = e + first(low) + parity + schedule(r, word, i);
            e = (int) (high >>> 32);
            high = rotated(low, high);
            low = pair(next, low);
        }
        return putWide(r, word, low, high);
    }

    public static long sha1m(long[] r, int word, long a, long b) {
        long low = r[vd(word)];
        long high = r[vd(word) + 1];
        int e = (int) r[vn(word)];
        for (int i = 0; i < 4; i++) {
            int x = (int) (low >>> 32);
            int y = (int) high;
            int next = e + first(low) + ((x & y) | ((x | y) & (int) (high >>> 32))) + schedule(r, word, i);
            e = (int) (high >>> 32);
            high = rotated(low, high);
            low = pair(next, low);
        }
        return putWide(r, word, low, high);
    }

    public static long sha1h(long[] r, int word, long a, long b) {
        return putWide(r, word, Integer.rotateLeft((int) r[vn(word)], 30) & 0xFFFFFFFFL, 0);
    }

    public static long sha1su0(long[] r, int word, long a, long b) {
        int d = vd(word);
        int n = vn(word);
        int m = vm(word);
        return putWide(r, word, r[d + 1] ^ r[d] ^ r[m], r[n] ^ r[d + 1] ^ r[m + 1]);
    }

    public static long sha1su1(long[] r, int word, long a, long b) {
        int d = vd(word);
        int n = vn(word);
        long low = r[d] ^ (r[n] >>> 32 | r[n + 1] << 32);
        long high = r[d + 1] ^ r[n + 1] >>> 32;
        int w0 = Integer.rotateLeft((int) low, 1);
        int w1 = Integer.rotateLeft((int) (low >>> 32), 1);
        int w2 = Integer.rotateLeft((int) high, 1);
        int w3 = Integer.rotateLeft((int) (high >>> 32), 1) ^ Integer.rotateLeft((int) low, 2);
        return putWide(r, word, lanes(w0, w1), lanes(w2, w3));
    }

    /** The part of the next a that comes from a. */
    private static int first(long low) {
        return Integer.rotateLeft((int) low, 5);
    }

    private static int schedule(long[] r, int word, int i) {
        return (int) (r[vm(word) + (i >>> 1)] >>> 32 * (i & 1));
    }

    /** The next c and d: b rotated, and c. */
    private static long rotated(long low, long high) {
        return lanes(Integer.rotateLeft((int) (low >>> 32), 30), (int) high);
    }

    /** The next a and b. */
    private static long pair(int next, long low) {
        return lanes(next, (int) low);
    }

    private static long lanes(int x, int y) {
        return x & 0xFFFFFFFFL | (long) y << 32;
    }
}
