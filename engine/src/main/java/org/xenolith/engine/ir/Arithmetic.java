// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

/** Operations of the intermediate representation that the JVM has no instruction for. */
public final class Arithmetic {
    private Arithmetic() {}

    /** Unsigned 64-bit quotient; 0 if b is 0. */
    public static long udiv(long a, long b) {
        return b == 0 ? 0 : Long.divideUnsigned(a, b);
    }

    /** Signed 64-bit quotient towards zero; 0 if b is 0. */
    public static long sdiv(long a, long b) {
        return b == 0 ? 0 : a / b;
    }

    /** Unsigned 32-bit quotient, zero extended; 0 if b is 0. */
    public static long udivW(long a, long b) {
        return udiv(a & 0xFFFF_FFFFL, b & 0xFFFF_FFFFL);
    }

    /** Signed 32-bit quotient, zero extended; 0 if b is 0. */
    public static long sdivW(long a, long b) {
        return sdiv((int) a, (int) b) & 0xFFFF_FFFFL;
    }

    /** Unsigned field: position in bits 7:0, length in bits 15:8 of the description. */
    public static long ubfx(long a, int field) {
        int length = field >>> 8;
        return (a << (64 - length - (field & 0xFF))) >>> (64 - length);
    }

    /** Sign-extended field; see {@link #ubfx}. */
    public static long sbfx(long a, int field) {
        int length = field >>> 8;
        return (a << (64 - length - (field & 0xFF))) >> (64 - length);
    }

    /** Replaces a field by the low bits of b; see {@link #ubfx}. */
    public static long deposit(long a, long b, int field) {
        long mask = (-1L >>> (64 - (field >>> 8))) << (field & 0xFF);
        return (a & ~mask) | ((b << (field & 0xFF)) & mask);
    }

    /** Low 64 bits of the pair a:b shifted right, 0 to 63. */
    public static long funnel(long a, long b, int shift) {
        return shift == 0 ? b : (b >>> shift) | (a << (64 - shift));
    }

    /** Low 32 bits of the pair of low halves a:b shifted right, 0 to 31. */
    public static long funnelW(long a, long b, int shift) {
        return (((a << 32) | (b & 0xFFFF_FFFFL)) >>> shift) & 0xFFFF_FFFFL;
    }
}
