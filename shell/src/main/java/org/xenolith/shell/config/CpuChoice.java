// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** The CPU that a guest sees; key {@code xenolith_cpu}. */
public enum CpuChoice implements Choice {
    /** Cortex-A53 without AArch32. */
    CORTEX_A53("cortex-a53"),
    /** Cortex-A57, with its identification registers of AArch32. */
    CORTEX_A57("cortex-a57");

    private final String word;

    CpuChoice(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
