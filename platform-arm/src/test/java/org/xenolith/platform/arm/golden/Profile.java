// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

/** What the vector registers of an input state mostly hold. */
enum Profile {
    /** Integers in lanes of 8, 16, 32 or 64 bits, one width per register. */
    INTEGER('I', 0),
    /** Half-precision numbers. */
    HALF('H', 16),
    /** Single-precision numbers. */
    SINGLE('S', 32),
    /** Double-precision numbers. */
    DOUBLE('D', 64);

    private final char letter;
    private final int width;

    Profile(char letter, int width) {
        this.letter = letter;
        this.width = width;
    }

    char letter() {
        return letter;
    }

    /** Bits in a lane; 0 where each register chooses. */
    int width() {
        return width;
    }

    static Profile of(char letter) {
        for (Profile profile : values()) {
            if (profile.letter == letter) {
                return profile;
            }
        }
        throw new IllegalArgumentException("No profile '" + letter + "': I, H, S or D");
    }
}
