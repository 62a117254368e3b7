// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.hypervisor;

/** Why a domain ended. The ordinals are those of Xen's {@code SHUTDOWN_*} constants. */
public enum ShutdownReason {
    /** The guest turned itself off. */
    POWEROFF,
    /** The guest asked for a restart. */
    REBOOT,
    /** The guest suspended itself. */
    SUSPEND,
    /** The guest crashed, or did something that ends a domain. */
    CRASH,
    /** A watchdog expired. */
    WATCHDOG,
    /** The guest asked for a soft reset. */
    SOFT_RESET
}
