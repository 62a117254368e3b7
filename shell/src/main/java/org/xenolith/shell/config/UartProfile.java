// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** Which release's UART the guest sees; key {@code xenolith_uart_profile}. */
public enum UartProfile implements Choice {
    /** The series as first posted, 2017. */
    SEED("seed"),
    /** Xen 4.23 with its console daemon. */
    MAINLINE("mainline"),
    /** Xen 4.23 with the backend inside the hypervisor. */
    MAINLINE_XEN("mainline-xen"),
    /** Mainline, and the registers of a full PL011. */
    EXTENDED("extended");

    private final String word;

    UartProfile(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
