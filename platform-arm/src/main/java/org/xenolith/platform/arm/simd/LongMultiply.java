// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.element;
import static org.xenolith.platform.arm.simd.Operands.lane;
import static org.xenolith.platform.arm.simd.Operands.noteSaturation;
import static org.xenolith.platform.arm.simd.Operands.part;
import static org.xenolith.platform.arm.simd.Operands.putWide;
import static org.xenolith.platform.arm.simd.Operands.vd;
import static org.xenolith.platform.arm.simd.Operands.vm;
import static org.xenolith.platform.arm.simd.Operands.vn;
import static org.xenolith.platform.arm.simd.Operands.wideHigh;
import static org.xenolith.platform.arm.simd.Operands.wideLow;

/**
 * Products twice as wide as their factors, by vector and by element, and their "2" forms; the doubling ones also as
 * scalars [DDI0487 C7.2].
 */
public final class LongMultiply {
    private LongMultiply() {}

    public static long smull(long[] r, int word, long a, long b) {
        return signedProducts(r, word, m(r, word));
    }

    public static long smlal(long[] r, int word, long a, long b) {
        return signedSums(r, word, m(r, word));
    }

    public static long smlsl(long[] r, int word, long a, long b) {
        return signedDifferences(r, word, m(r, word));
    }

    public static long umull(long[] r, int word, long a, long b) {
        return unsignedProducts(r, word, m(r, word));
    }

    public static long umlal(long[] r, int word, long a, long b) {
        return unsignedSums(r, word, m(r, word));
    }

    public static long umlsl(long[] r, int word, long a, long b) {
        return unsignedDifferences(r, word, m(r, word));
    }

    public static long sqdmull(long[] r, int word, long a, long b) {
        return doubledProducts(r, word, m(r, word));
    }

    public static long sqdmlal(long[] r, int word, long a, long b) {
        return doubledSums(r, word, m(r, word));
    }

    public static long sqdmlsl(long[] r, int word, long a, long b) {
        return doubledDifferences(r, word, m(r, word));
    }

    public static long smullElement(long[] r, int word, long a, long b) {
        return signedProducts(r, word, element(r, word));
    }

    public static long smlalElement(long[] r, int word, long a, long b) {
        return signedSums(r, word, element(r, word));
    }

    public static long smlslElement(long[] r, int word, long a, long b) {
        return signedDifferences(r, word, element(r, word));
    }

    public static long umullElement(long[] r, int word, long a, long b) {
        return unsignedProducts(r, word, element(r, word));
    }

    public static long umlalElement(long[] r, int word, long a, long b) {
        return unsignedSums(r, word, element(r, word));
    }

    public static long umlslElement(long[] r, int word, long a, long b) {
        return unsignedDifferences(r, word, element(r, word));
    }

    public static long sqdmullElement(long[] r, int word, long a, long b) {
        return doubledProducts(r, word, element(r, word));
    }

    public static long sqdmlalElement(long[] r, int word, long a, long b) {
        return doubledSums(r, word, element(r, word));
    }

    public static long sqdmlslElement(long[] r, int word, long a, long b) {
        return doubledDifferences(r, word, element(r, word));
    }

    private static long n(long[] r, int word) {
        return part(r, vn(word), word, lane(word));
    }

    private static long m(long[] r, int word) {
        return part(r, vm(word), word, lane(word));
    }

    private static long signedProducts(long[] r, int word, long m) {
        int e = lane(word);
        long n = n(r, word);
        return putWide(r, word, timesS(e, n, m), timesS(e, n >>> 32, m >>> 32));
    }

    private static long signedSums(long[] r, int word, long m) {
        int e = lane(word);
        int d = vd(word);
        long n = n(r, word);
        long low = Swar.add(2 * e, r[d], timesS(e, n, m));
        return putWide(r, word, low, Swar.add(2 * e, r[d + 1], timesS(e, n >>> 32, m >>> 32)));
    }

    private static long signedDifferences(long[] r, int word, long m) {
        int e = lane(word);
        int d = vd(word);
        long n = n(r, word);
        long low = Swar.sub(2 * e, r[d], timesS(e, n, m));
        return putWide(r, word, low, Swar.sub(2 * e, r[d + 1], timesS(e, n >>> 32, m >>> 32)));
    }

    private static long unsignedProducts(long[] r, int word, long m) {
        int e = lane(word);
        long n = n(r, word);
        return putWide(r, word, timesU(e, n, m), timesU(e, n >>> 32, m >>> 32));
    }

    private static long unsignedSums(long[] r, int word, long m) {
        int e = lane(word);
        int d = vd(word);
        long n = n(r, word);
        long low = Swar.add(2 * e, r[d], timesU(e, n, m));
        return putWide(r, word, low, Swar.add(2 * e, r[d + 1], timesU(e, n >>> 32, m >>> 32)));
    }

    private static long unsignedDifferences(long[] r, int word, long m) {
        int e = lane(word);
        int d = vd(word);
        long n = n(r, word);
        long low = Swar.sub(2 * e, r[d], timesU(e, n, m));
        return putWide(r, word, low, Swar.sub(2 * e, r[d + 1], timesU(e, n >>> 32, m >>> 32)));
    }

    private static long doubledProducts(long[] r, int word, long m) {
        int e = lane(word);
        long n = n(r, word);
        return putWide(r, word, timesDoubled(r, e, n, m), timesDoubled(r, e, n >>> 32, m >>> 32));
    }

    private static long doubledSums(long[] r, int word, long m) {
        int e = lane(word);
        int d = vd(word);
        long n = n(r, word);
        long low = SaturatingSwar.addS(r, 2 * e, wideLow(r, d, word, 2 * e), timesDoubled(r, e, n, m));
        long high = SaturatingSwar.addS(r, 2 * e, wideHigh(r, d, word), timesDoubled(r, e, n >>> 32, m >>> 32));
        return putWide(r, word, low, high);
    }

    private static long doubledDifferences(long[] r, int word, long m) {
        int e = lane(word);
        int d = vd(word);
        long n = n(r, word);
        long low = SaturatingSwar.subS(r, 2 * e, wideLow(r, d, word, 2 * e), timesDoubled(r, e, n, m));
        long high = SaturatingSwar.subS(r, 2 * e, wideHigh(r, d, word), timesDoubled(r, e, n >>> 32, m >>> 32));
        return putWide(r, word, low, high);
    }

    /** Products of the lanes of the low 32 bits. */
    private static long timesS(int e, long x, long y) {
        long d = 0;
        for (int s = 0; s < 32; s += e) {
            d |= (Swar.signed(e, x, s) * Swar.signed(e, y, s) & Swar.mask(2 * e)) << 2 * s;
        }
        return d;
    }

    private static long timesU(int e, long x, long y) {
        long d = 0;
        for (int s = 0; s < 32; s += e) {
            d |= Swar.unsigned(e, x, s) * Swar.unsigned(e, y, s) << 2 * s;
        }
        return d;
    }

    /** Doubled products; only the square of the least value leaves the range. */
    private static long timesDoubled(long[] r, int e, long x, long y) {
        long least = -1L << (e - 1);
        long d = 0;
        for (int s = 0; s < 32; s += e) {
            long n = Swar.signed(e, x, s);
            long m = Swar.signed(e, y, s);
            long product = n * m << 1;
            if (n == least && m == least) {
                product = Swar.mask(2 * e) >>> 1;
                noteSaturation(r, 1);
            }
            d |= (product & Swar.mask(2 * e)) << 2 * s;
        }
        return d;
    }
}
