// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

/** Operand values with a bias to where mistakes live: limits of every width, ties, NaNs, denormals. */
final class Corners {
    private static final long[] INTEGERS = {
        0,
        1,
        -1,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0x8000,
        0xffff,
        0x7fff_ffffL,
        0x8000_0000L,
        0xffff_ffffL,
        0x1_0000_0000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Integer.MIN_VALUE,
        // Ties and their neighbours when converted to single and double precision.
        0x0100_0001L,
        0x0100_0003L,
        0x00ff_ffffL,
        0x0020_0000_0000_0001L,
        0x0020_0000_0000_0003L,
        0x7fff_ffff_ffff_fe00L,
        0x7fff_ffff_ffff_fdffL,
        0xffff_ff80_0000_0000L,
        0x5555_5555_5555_5555L,
        0xaaaa_aaaa_aaaa_aaaaL,
    };

    private Corners() {}

    /** A value for a general register. */
    static long integer(SplitMix64 random) {
        long r = random.next();
        int pick = (int) (r >>> 8 & 0xffff);
        return switch ((int) (r & 15)) {
            case 0, 1, 2, 3, 4 -> INTEGERS[pick % INTEGERS.length];
            case 5 -> INTEGERS[pick % INTEGERS.length] + (r >>> 60) - 8;
            case 6, 7 -> (r & 0xffff_ffff_0000_0000L) | (INTEGERS[pick % INTEGERS.length] & 0xffff_ffffL);
            case 8, 9 -> (byte) pick;
            case 10 -> 1L << (pick & 63);
            case 11 -> (1L << (pick & 63)) - 1;
            default -> random.next();
        };
    }

    /** An integer for a lane, in the low bits of the result; the rest is zero. */
    static long lane(SplitMix64 random, int width) {
        long r = random.next();
        long max = (1L << (width - 1)) - 1;
        long value =
                switch ((int) (r & 15)) {
                    case 0 -> 0;
                    case 1 -> 1;
                    case 2 -> -1;
                    case 3 -> max;
                    case 4 -> max + 1;
                    case 5 -> max + 2;
                    case 6 -> max - 1;
                    case 7 -> r >> 61;
                    case 8 -> 1L << (r >>> 32 & (width - 1));
                    default -> random.next();
                };
        return value & mask(width);
    }

    /** A floating-point number of a format with 16, 32 or 64 bits, in the low bits of the result; the rest is zero. */
    static long floating(SplitMix64 random, int width) {
        int fraction = width == 16 ? 10 : width == 32 ? 23 : 52;
        int bias = (1 << (width - fraction - 2)) - 1;
        long r = random.next();
        long low = r >>> 8 & mask(fraction);
        long sign = r & 1L << 63;
        int pick = (int) (r >>> 56 & 127);
        long bits =
                switch ((int) (r & 31)) {
                    case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> special(pick, fraction, bias);
                    case 10, 11, 12, 13, 14, 15 -> number(bias - 4 + (pick & 7), low, fraction);
                    case 16, 17, 18 -> random.next();
                    case 19, 20, 21 -> low >>> (pick % fraction);
                    case 22 -> number(2 * bias - (pick & 3), low, fraction);
                    case 23 -> number(1 + (pick & 3), low, fraction);
                    case 24, 25 -> halves(pick, fraction, bias);
                    case 26, 27 -> nearIntegerLimit(pick, fraction, bias);
                    case 28 -> pick;
                    case 29, 30 -> number(2 * bias + 1, low, fraction);
                    default -> lane(random, width);
                };
        return (bits & mask(width)) ^ (sign >>> (64 - width));
    }

    static long mask(int width) {
        return width == 64 ? -1 : (1L << width) - 1;
    }

    private static long number(int exponent, long low, int fraction) {
        return (long) exponent << fraction | low;
    }

    private static long special(int pick, int fraction, int bias) {
        long quiet = 1L << (fraction - 1);
        int top = 2 * bias + 1;
        return switch (pick % 16) {
            case 0, 1 -> 0;
            case 2, 3 -> number(top, 0, fraction);
            case 4 -> number(top, quiet, fraction);
            case 5 -> number(top, quiet | 0x155, fraction);
            case 6 -> number(top, 1, fraction);
            case 7 -> number(top, quiet >> 1 | 0x2a, fraction);
            case 8 -> 1;
            case 9 -> mask(fraction);
            case 10 -> number(1, 0, fraction);
            case 11 -> number(2 * bias, mask(fraction), fraction);
            case 12, 13 -> number(bias, 0, fraction);
            case 14 -> number(bias - 1, 0, fraction);
            default -> number(bias + 1, 0, fraction);
        };
    }

    /** n/2 for a small n: the ties of rounding to an integer, and the integers between them. */
    private static long halves(int pick, int fraction, int bias) {
        int n = (pick & 15) + 1;
        int log = 31 - Integer.numberOfLeadingZeros(n);
        long low = ((long) n << fraction >>> log) & mask(fraction);
        return number(bias + log - 1, low, fraction);
    }

    /** Around 2^15, 2^31, 2^32, 2^63 and 2^64 (as far as the format reaches), from below and above. */
    private static long nearIntegerLimit(int pick, int fraction, int bias) {
        int[] exponents = {7, 8, 14, 15, 30, 31, 32, 62, 63, 64};
        int exponent = Math.min(exponents[pick % exponents.length], bias);
        long low =
                switch (pick / exponents.length & 3) {
                    case 0 -> 0;
                    case 1 -> mask(fraction);
                    case 2 -> mask(fraction) - 1;
                    default -> 1;
                };
        return number(bias + exponent, low, fraction);
    }
}
