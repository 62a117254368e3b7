// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.putWide;
import static org.xenolith.platform.arm.simd.Operands.vd;
import static org.xenolith.platform.arm.simd.Operands.vm;
import static org.xenolith.platform.arm.simd.Operands.vn;

/** The SHA-256 instructions [FIPS 180-4, DDI0487 C7.2]: one register holds a, b, c, d from lane 0 up, one e, f, g, h. */
public final class Sha256 {
    private Sha256() {}

    /** SHA256H: four rounds; Vd (a..d) becomes the new a..d, Vn is e..h. */
    public static long sha256h(long[] r, int word, long a, long b) {
        return rounds(r, word, vd(word), vn(word), true);
    }

    /** SHA256H2: four rounds; Vd (e..h) becomes the new e..h, Vn is a..d. */
    public static long sha256h2(long[] r, int word, long a, long b) {
        return rounds(r, word, vn(word), vd(word), false);
    }

    private static long rounds(long[] r, int word, int x, int y, boolean first) {
        int a = (int) r[x];
        int b = (int) (r[x] >>> 32);
        int c = (int) r[x + 1];
        int d = (int) (r[x + 1] >>> 32);
        int e = (int) r[y];
        int f = (int) (r[y] >>> 32);
        int g = (int) r[y + 1];
        int h = (int) (r[y + 1] >>> 32);
        for (int i = 0; i < 4; i++) {
            int w = (int) (r[vm(word) + (i >>> 1)] >>> 32 * (i & 1));
            int t = h + largeSigma1(e) + (((f ^ g) & e) ^ g) + w;
            h = g;
            g = f;
            f = e;
            e = d + t;
            t += largeSigma0(a) + ((a & b) | ((a | b) & c));
            d = c;
            c = b;
            b = a;
            a = t;
        }
        return first ? putWide(r, word, lanes(a, b), lanes(c, d)) : putWide(r, word, lanes(e, f), lanes(g, h));
    }

    /** SHA256SU0: w[i] + sigma0(w[i + 1]). */
    public static long sha256su0(long[] r, int word, long a, long b) {
        long d0 = r[vd(word)];
        long d1 = r[vd(word) + 1];
        int w1 = smallSigma0((int) (d0 >>> 32));
        int w2 = smallSigma0((int) d1);
        int w3 = smallSigma0((int) (d1 >>> 32));
        int w4 = smallSigma0((int) r[vn(word)]);
        return putWide(r, word, Swar.add(32, d0, lanes(w1, w2)), Swar.add(32, d1, lanes(w3, w4)));
    }

    /** SHA256SU1: adds w[i + 9] and sigma1(w[i + 14]); the last two need the first two results. */
    public static long sha256su1(long[] r, int word, long a, long b) {
        int d = vd(word);
        int n = vn(word);
        int m = vm(word);
        long low = Swar.add(32, Swar.add(32, r[d], r[n] >>> 32 | r[n + 1] << 32), sigmas1(r[m + 1]));
        long high = Swar.add(32, Swar.add(32, r[d + 1], r[n + 1] >>> 32 | r[m] << 32), sigmas1(low));
        return putWide(r, word, low, high);
    }

    private static int largeSigma0(int x) {
        return Integer.rotateRight(x, 2) ^ Integer.rotateRight(x, 13) ^ Integer.rotateRight(x, 22);
    }

    private static int largeSigma1(int x) {
        return Integer.rotateRight(x, 6) ^ Integer.rotateRight(x, 11) ^ Integer.rotateRight(x, 25);
    }

    private static int smallSigma0(int x) {
        return Integer.rotateRight(x, 7) ^ Integer.rotateRight(x, 18) ^ x >>> 3;
    }

    private static int smallSigma1(int x) {
        return Integer.rotateRight(x, 17) ^ Integer.rotateRight(x, 19) ^ x >>> 10;
    }

    private static long sigmas1(long x) {
        return lanes(smallSigma1((int) x), smallSigma1((int) (x >>> 32)));
    }

    private static long lanes(int x, int y) {
        return x & 0xFFFFFFFFL | (long) y << 32;
    }
}
