// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** Whose answers the interrupt controller and the timers give; key {@code xenolith_profile}. */
public enum PlatformProfile implements Choice {
    /** Those of the Arm architecture. */
    ARCHITECTURAL("architectural"),
    /** Those of Xen, where it differs. */
    XEN("xen");

    private final String word;

    PlatformProfile(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
