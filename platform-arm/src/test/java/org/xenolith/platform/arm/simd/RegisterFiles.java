// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import java.util.Random;

/** Register files full of corner values, the same for the same seed. */
final class RegisterFiles {
    static final int FPSR = 35;
    static final long QC = 1L << 27;

    private static final long[][] CORNERS = {
        {0, 1, 0x7F, 0x80, 0xFF, 0xFE, 0x81, 2},
        {0, 1, 0x7FFF, 0x8000, 0xFFFF, 0xFF80, 0x7F, 0x80, 0x8001, 0xFF},
        {0, 1, 0x7FFFFFFF, 0x80000000L, 0xFFFFFFFFL, 0xFFFF8000L, 0x7FFF, 0x8000, 0xFFFF, 0x80000001L},
        {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1, 0x7FFFFFFFL, 0x80000000L, 0xFFFFFFFFL, 0xFFFFFFFF7FFFFFFFL, -2}
    };

    private RegisterFiles() {}

    static long[] random(long seed) {
        Random random = new Random(seed);
        long[] r = new long[128];
        for (int i = 0; i < 16; i++) {
            r[i] = value(random);
        }
        for (int i = 64; i < 128; i++) {
            r[i] = i > 65 && random.nextInt(5) == 0 ? r[i - 2] : value(random);
        }
        r[FPSR] = random.nextInt(3) == 0 ? QC | 0x1F : 0;
        return r;
    }

    private static long value(Random random) {
        int kind = random.nextInt(8);
        if (kind < 2) {
            return random.nextLong();
        }
        int width = 8 << random.nextInt(4);
        long[] corners = CORNERS[Integer.numberOfTrailingZeros(width) - 3];
        long value = 0;
        for (int s = 0; s < 64; s += width) {
            // Corner values, or small numbers around zero and the width, for shifts.
            long lane = kind < 6 ? corners[random.nextInt(corners.length)] : random.nextInt(2 * width + 10) - width - 5;
            value |= (lane & -1L >>> (64 - width)) << s;
        }
        return value;
    }

    /** A number that stands for V0 to V31, X0 to X15 and FPSR. */
    static long digest(long[] r) {
        long h = 0;
        for (int i = 64; i < 128; i++) {
            h = mix(h, r[i]);
        }
        for (int i = 0; i < 16; i++) {
            h = mix(h, r[i]);
        }
        return mix(h, r[FPSR]);
    }

    static long mix(long h, long v) {
        long x = (h ^ v) * 0x9E3779B97F4A7C15L;
        return x ^ x >>> 29;
    }
}
