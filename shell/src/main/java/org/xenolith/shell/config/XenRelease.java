// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** Which release of Xen a guest finds; key {@code xenolith_xen_release}. */
public enum XenRelease implements Choice {
    /** 4.17, as Debian builds it. */
    V4_17("4.17"),
    /** 4.23. */
    V4_23("4.23");

    private final String word;

    XenRelease(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
