// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** The emulated UART; key {@code vuart}. */
public enum Vuart implements Choice {
    /** No UART. */
    NONE("none"),
    /** The SBSA generic UART [DEN0029 B]. */
    SBSA_UART("sbsa_uart");

    /** The emulated UART's interrupt, the first shared one [xl.cfg(5), irqs]. */
    static final int INTERRUPT = 32;

    private final String word;

    Vuart(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
