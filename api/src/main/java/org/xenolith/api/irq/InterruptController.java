// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.irq;

import org.osgi.annotation.versioning.ProviderType;

/** Where a machine's interrupt lines end. */
@ProviderType
public interface InterruptController {
    /**
     * Returns the line of a shared interrupt.
     *
     * @param number the controller's own numbering (GIC: INTID, 32 and up)
     * @throws IllegalArgumentException if there is no such input
     */
    InterruptLine shared(int number);

    /**
     * Returns the line of an interrupt private to one vCPU.
     *
     * @param vcpu number of the vCPU, from 0
     * @param number the controller's own numbering (GIC: INTID 16 to 31)
     * @throws IllegalArgumentException if there is no such input
     */
    InterruptLine local(int vcpu, int number);

    /**
     * Makes a software-generated interrupt pending at a vCPU, as the hypervisor does to notify it.
     *
     * @param vcpu number of the vCPU, from 0
     * @param number the controller's own numbering (GIC: INTID 0 to 15)
     * @throws IllegalArgumentException if there is no such vCPU or interrupt
     */
    void signal(int vcpu, int number);

    /** Tells whether an interrupt is waiting that would end a vCPU's wait for interrupts. Cheap; takes no lock. */
    boolean waiting(int vcpu);

    /** Returns the numbers that {@link #shared} accepts, as first (inclusive) and last (exclusive). */
    int[] sharedRange();
}
