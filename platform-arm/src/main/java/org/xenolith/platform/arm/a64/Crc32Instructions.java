// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

/**
 * The CRC32 and CRC32C instructions [DDI0487 C6.2]: they continue a checksum, without the inversions that whole
 * checksums begin and end with.
 *
 * <p>Every method takes the register file and the instruction word, which it does not need, the accumulator in the low
 * 32 bits of {@code a} and the data in the low 8, 16, 32 or all 64 bits of {@code b}, least significant byte first. The
 * result is 32 bits, zero-extended.
 */
public final class Crc32Instructions {
    /** For the polynomial 0x04C11DB7: table k, entry i is the remainder of byte i followed by k zero bytes. */
    private static final int[] IEEE = tables(0xEDB88320);

    /** For the polynomial 0x1EDC6F41. */
    private static final int[] CASTAGNOLI = tables(0x82F63B78);

    private Crc32Instructions() {}

    private static int[] tables(int reflected) {
        int[] t = new int[8 * 256];
        for (int i = 0; i < 256; i++) {
            int x = i;
            for (int bit = 0; bit < 8; bit++) {
                x = x >>> 1 ^ ((x & 1) != 0 ? reflected : 0);
            }
            t[i] = x;
        }
        for (int i = 256; i < t.length; i++) {
            t[i] = t[i - 256] >>> 8 ^ t[t[i - 256] & 0xFF];
        }
        return t;
    }

    public static long crc32b(long[] r, int word, long a, long b) {
        return after8(IEEE, a, b);
    }

    public static long crc32h(long[] r, int word, long a, long b) {
        return after16(IEEE, a, b);
    }

    public static long crc32w(long[] r, int word, long a, long b) {
        return after32(IEEE, a, b);
    }

    public static long crc32x(long[] r, int word, long a, long b) {
        return after64(IEEE, a, b);
    }

    public static long crc32cb(long[] r, int word, long a, long b) {
        return after8(CASTAGNOLI, a, b);
    }

    public static long crc32ch(long[] r, int word, long a, long b) {
        return after16(CASTAGNOLI, a, b);
    }

    public static long crc32cw(long[] r, int word, long a, long b) {
        return after32(CASTAGNOLI, a, b);
    }

    public static long crc32cx(long[] r, int word, long a, long b) {
        return after64(CASTAGNOLI, a, b);
    }

    private static long after8(int[] t, long crc, long data) {
        int x = (int) (crc ^ data);
        return ((int) crc >>> 8 ^ t[x & 0xFF]) & 0xFFFFFFFFL;
    }

    private static long after16(int[] t, long crc, long data) {
        int x = (int) (crc ^ data);
        return ((int) crc >>> 16 ^ t[256 + (x & 0xFF)] ^ t[x >>> 8 & 0xFF]) & 0xFFFFFFFFL;
    }

    private static long after32(int[] t, long crc, long data) {
        return word(t, 0, (int) (crc ^ data)) & 0xFFFFFFFFL;
    }

    private static long after64(int[] t, long crc, long data) {
        return (word(t, 1024, (int) (crc ^ data)) ^ word(t, 0, (int) (data >>> 32))) & 0xFFFFFFFFL;
    }

    /** Remainder of four bytes, followed by as many zero bytes as {@code from / 256}. */
    private static int word(int[] t, int from, int x) {
        return t[from + 768 + (x & 0xFF)]
                ^ t[from + 512 + (x >>> 8 & 0xFF)]
                ^ t[from + 256 + (x >>> 16 & 0xFF)]
                ^ t[from + (x >>> 24)];
    }
}
