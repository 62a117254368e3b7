// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** Whose device tree and placement a guest gets; key {@code xenolith_builder}. */
public enum TreeBuilder implements Choice {
    /** The toolstack's. */
    LIBXL("libxl"),
    /** The hypervisor's own at boot. */
    DOM0LESS("dom0less");

    private final String word;

    TreeBuilder(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
