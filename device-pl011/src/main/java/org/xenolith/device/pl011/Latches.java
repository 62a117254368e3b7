// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

/**
 * Flags, raw status, mask and the causes last injected in one 64-bit word, so that a reader without a lock sees them as
 * one operation left them: FR in bits 8:0, RIS in 19:9, the injected causes in 30:20, IMSC in 62:31.
 */
final class Latches {
    /** What {@link #shadow} and RIS can hold. */
    static final int CAUSES = 0x7FF;

    private Latches() {}

    static long of(int flags, int raw, int shadow, long mask) {
        return flags | (long) raw << 9 | (long) shadow << 20 | (mask & 0xFFFF_FFFFL) << 31;
    }

    static int flags(long word) {
        return (int) word & 0x1FF;
    }

    static int raw(long word) {
        return (int) (word >>> 9) & CAUSES;
    }

    static int shadow(long word) {
        return (int) (word >>> 20) & CAUSES;
    }

    static long mask(long word) {
        return word >>> 31;
    }

    static int masked(long word) {
        return raw(word) & (int) mask(word);
    }
}
