// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** Firmware services beside the guest; key {@code tee}. */
public enum Tee implements Choice {
    /** None. */
    NONE("none"),
    /** Arm Firmware Framework for A-profile [DEN0077]. */
    FFA("ffa");

    private final String word;

    Tee(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
