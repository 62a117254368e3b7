// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** The kind of a guest; key {@code type}. An Arm guest is always PVH: xl converts "pv" and refuses "hvm". */
public enum GuestType implements Choice {
    /** Hardware virtualisation, no emulated firmware. */
    PVH;

    @Override
    public String word() {
        return "pvh";
    }
}
