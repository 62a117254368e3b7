// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

/** Where the switch between virtual machines stands. */
public enum Mode {
    /** Virtual machines see themselves and the secure partitions. */
    OFF,
    /** Virtual machines see and reach each other. */
    ON,
    /** As {@link #OFF}; some messages that were let through are still under way. */
    CLOSING
}
