// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** The interrupt controller that a guest asks for; key {@code gic_version}. */
public enum GicVersion implements Choice {
    /** The platform's choice. */
    DEFAULT("default"),
    /** GICv2, at most 8 vCPUs. */
    V2("v2"),
    /** GICv3. */
    V3("v3");

    private final String word;

    GicVersion(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
