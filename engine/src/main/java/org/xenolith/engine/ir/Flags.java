// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

/** Arithmetic on the packed flags nibble: negative 8, zero 4, carry 2, overflow 1. */
public final class Flags {
    private Flags() {}

    public static final int N = 8;
    public static final int Z = 4;
    public static final int C = 2;
    public static final int V = 1;

    /** Returns the flags of a 64-bit sum. */
    public static long add(long a, long b) {
        long r = a + b;
        return pack(r, Long.compareUnsigned(r, a) < 0, (a ^ r) & (b ^ r));
    }

    /** Returns the flags of a 64-bit sum with carry in (0 or 1). */
    public static long adc(long a, long b, long carry) {
        long r = a + b + carry;
        long out = (a & b) | ((a | b) & ~r);
        return pack(r, out < 0, (a ^ r) & (b ^ r));
    }

    /** Returns the flags of a 64-bit difference; carry set means no borrow. */
    public static long sub(long a, long b) {
        long r = a - b;
        return pack(r, Long.compareUnsigned(a, b) >= 0, (a ^ b) & (a ^ r));
    }

    /** Returns N and Z of a 64-bit value. */
    public static long logic(long r) {
        return ((r >>> 63) << 3) | (r == 0 ? Z : 0);
    }

    /** Returns the flags of a 32-bit sum of the low halves. */
    public static long addW(long a, long b) {
        return add(a << 32, b << 32);
    }

    /** Returns the flags of a 32-bit sum with carry in (0 or 1). */
    public static long adcW(long a, long b, long carry) {
        int x = (int) a;
        int y = (int) b;
        int r = x + y + (int) carry;
        int out = (x & y) | ((x | y) & ~r);
        return pack((long) r << 32, out < 0, (long) ((x ^ r) & (y ^ r)) << 32);
    }

    /** Returns the flags of a 32-bit difference of the low halves. */
    public static long subW(long a, long b) {
        return sub(a << 32, b << 32);
    }

    /** Tells whether a truth table holds for flags. */
    public static boolean test(int table, long flags) {
        return ((table >>> (int) flags) & 1) != 0;
    }

    private static long pack(long r, boolean carry, long overflow) {
        return ((r >>> 63) << 3) | (r == 0 ? Z : 0) | (carry ? C : 0) | (overflow >>> 63);
    }
}
