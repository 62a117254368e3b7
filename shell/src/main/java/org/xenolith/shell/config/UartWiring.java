// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** What the UART does at its interrupt input; key {@code xenolith_uart_wiring}. */
public enum UartWiring implements Choice {
    /** It drives a level. */
    LEVEL("level"),
    /** It gives a pulse for each new cause. */
    EDGE("edge");

    private final String word;

    UartWiring(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
