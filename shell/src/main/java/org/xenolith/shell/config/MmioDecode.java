// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** Which accesses to devices the host completes; key {@code xenolith_mmio_decode}. */
public enum MmioDecode implements Choice {
    /** Those that the syndrome describes, and those that a look at the instruction explains. */
    FULL("full"),
    /** Those that the syndrome describes. */
    SYNDROME("syndrome");

    private final String word;

    MmioDecode(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
