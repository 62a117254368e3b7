// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.util.Arrays;
import java.util.List;

/** Finds registers by offset. A register answers at its base offset only [DEN0029 appendix B]. */
final class RegisterMap {
    /** Bytes of the window. */
    static final int SIZE = 0x1000;

    private final Register[] words = new Register[SIZE / 4];

    RegisterMap(List<Register> shown) {
        Arrays.fill(words, Register.UNKNOWN);
        for (Register register : shown) {
            words[register.offset / 4] = register;
        }
    }

    /** Returns the register at an offset, {@link Register#UNKNOWN} for any other 64-bit value. */
    Register at(long offset) {
        return (offset & ~(SIZE - 4L)) == 0 ? words[(int) offset >>> 2] : Register.UNKNOWN;
    }
}
