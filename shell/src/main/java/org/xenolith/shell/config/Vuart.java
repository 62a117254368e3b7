// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** The emulated UART; key {@code vuart}. */
public enum Vuart implements Choice {
    /** No UART. */
    NONE("none"),
    /** The SBSA generic UART [DEN0029 B]. */
    SBSA_UART("sbsa_uart");

    private final String word;

    Vuart(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
