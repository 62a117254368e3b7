// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** How a guest's time runs; key {@code xenolith_time}. */
public enum TimeMode implements Choice {
    /** With the host's clock. */
    WALL("wall"),
    /** By executed instructions; the same in every run. */
    COUNTED("counted");

    private final String word;

    TimeMode(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
