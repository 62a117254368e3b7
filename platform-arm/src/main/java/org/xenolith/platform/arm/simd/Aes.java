// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.Operands.putWide;
import static org.xenolith.platform.arm.simd.Operands.vd;
import static org.xenolith.platform.arm.simd.Operands.vn;

/** The AES round steps [FIPS 197, DDI0487 C7.2]. Byte 4c + r of a register is row r, column c of the state. */
public final class Aes {
    private static final byte[] SUBSTITUTE = new byte[256];
    private static final byte[] RESTORE = new byte[256];

    static {
        // Powers of the generator 3 and of its inverse run through all pairs of inverse elements of the field.
        int p = 1;
        int q = 1;
        do {
            p = (p ^ p << 1 ^ (p >> 7) * 0x11B) & 0xFF;
            q = divideByThree(q);
            SUBSTITUTE[p] = (byte) (affine(q) ^ 0x63);
        } while (p != 1);
        SUBSTITUTE[0] = 0x63;
        for (int i = 0; i < 256; i++) {
            RESTORE[SUBSTITUTE[i] & 0xFF] = (byte) i;
        }
    }

    private Aes() {}

    private static int divideByThree(int q) {
        int d = q ^ q << 1;
        d ^= d << 2;
        d ^= d << 4;
        return (d & 0x80) != 0 ? (d ^ 0x09) & 0xFF : d & 0xFF;
    }

    private static int affine(int q) {
        int twice = q | q << 8;
        return (twice ^ twice >> 4 ^ twice >> 5 ^ twice >> 6 ^ twice >> 7) & 0xFF;
    }

    public static long aese(long[] r, int word, long a, long b) {
        long low = r[vd(word)] ^ r[vn(word)];
        long high = r[vd(word) + 1] ^ r[vn(word) + 1];
        // ShiftRows: row r of column c comes from column c + r.
        long column0 = column(SUBSTITUTE, low, low >>> 32, high, high >>> 32);
        long column1 = column(SUBSTITUTE, low >>> 32, high, high >>> 32, low);
        long column2 = column(SUBSTITUTE, high, high >>> 32, low, low >>> 32);
        long column3 = column(SUBSTITUTE, high >>> 32, low, low >>> 32, high);
        return putWide(r, word, column0 | column1 << 32, column2 | column3 << 32);
    }

    public static long aesd(long[] r, int word, long a, long b) {
        long low = r[vd(word)] ^ r[vn(word)];
        long high = r[vd(word) + 1] ^ r[vn(word) + 1];
        // Inverse ShiftRows: row r of column c comes from column c - r.
        long column0 = column(RESTORE, low, high >>> 32, high, low >>> 32);
        long column1 = column(RESTORE, low >>> 32, low, high >>> 32, high);
        long column2 = column(RESTORE, high, low >>> 32, low, high >>> 32);
        long column3 = column(RESTORE, high >>> 32, high, low >>> 32, low);
        return putWide(r, word, column0 | column1 << 32, column2 | column3 << 32);
    }

    public static long aesmc(long[] r, int word, long a, long b) {
        int n = vn(word);
        return putWide(r, word, mix(r[n]), mix(r[n + 1]));
    }

    public static long aesimc(long[] r, int word, long a, long b) {
        int n = vn(word);
        return putWide(r, word, mix(prepared(r[n])), mix(prepared(r[n + 1])));
    }

    /** A column of substituted bytes: row r from byte r of the r-th argument. */
    private static long column(byte[] box, long row0, long row1, long row2, long row3) {
        return (box[(int) row0 & 0xFF] & 0xFF)
                | (box[(int) row1 >>> 8 & 0xFF] & 0xFF) << 8
                | (box[(int) row2 >>> 16 & 0xFF] & 0xFF) << 16
                | (box[(int) row3 >>> 24] & 0xFFL) << 24;
    }

    /** MixColumns: 2 x_r + 3 x_(r+1) + x_(r+2) + x_(r+3). */
    private static long mix(long x) {
        long next = down(x, 8);
        return twice(x ^ next) ^ next ^ down(x, 16) ^ down(x, 24);
    }

    /** What makes MixColumns its own inverse: adds 4 (x_r + x_(r+2)). */
    private static long prepared(long x) {
        return x ^ twice(twice(x ^ down(x, 16)));
    }

    /** Both columns rotated right by s bits, 1..31. */
    private static long down(long x, int s) {
        return Swar.select(Swar.dup(32, -1L >>> (32 + s)), x >>> s, x << (32 - s));
    }

    /** Every byte doubled in the field of AES. */
    private static long twice(long x) {
        long tops = x & Swar.tops(8);
        return (x ^ tops) << 1 ^ (tops >>> 7) * 0x1B;
    }
}
