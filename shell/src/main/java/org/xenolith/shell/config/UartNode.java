// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** As what the device tree describes the UART; key {@code xenolith_uart_node}. */
public enum UartNode implements Choice {
    /** The generic UART: {@code arm,sbsa-uart}. */
    SBSA("sbsa"),
    /** The PrimeCell: {@code arm,pl011}, {@code arm,primecell}; with the profile extended only. */
    PL011("pl011");

    private final String word;

    UartNode(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
