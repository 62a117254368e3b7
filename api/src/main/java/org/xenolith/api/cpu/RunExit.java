// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.cpu;

/** Why {@link Vcpu#run} returned. */
public enum RunExit {
    /** The instruction limit is reached. */
    LIMIT,
    /** The guest waits for an interrupt and none is deliverable. */
    IDLE,
    /** The vCPU is powered off. */
    OFF,
    /** {@link Vcpu#kick} was called. */
    KICKED
}
