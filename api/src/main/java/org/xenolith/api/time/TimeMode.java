// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.time;

/** How a domain's virtual time advances. */
public enum TimeMode {
    /** Virtual time follows the host's monotonic clock. */
    WALL,
    /**
     * Virtual time is a function of the number of executed guest instructions; idle time is skipped. Two runs of one
     * guest see the same time at the same instruction.
     */
    COUNTED
}
