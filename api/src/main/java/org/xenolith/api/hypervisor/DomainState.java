// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.hypervisor;

/** Where a domain is in its life. */
public enum DomainState {
    /** Built, not started yet. */
    CREATED,
    /** Its vCPUs execute or wait for interrupts. */
    RUNNING,
    /** Stopped by the host; can go on. */
    PAUSED,
    /** Ended by itself or by the host, see {@link Domain#shutdownReason}; its memory is still there. */
    SHUTDOWN,
    /** Gone: nothing of it is left. */
    DESTROYED
}
