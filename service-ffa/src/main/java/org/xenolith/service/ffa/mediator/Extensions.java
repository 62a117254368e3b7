// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.concurrent.TimeUnit;

/**
 * What virtual machines may do with each other that Xen does not have. Each works while the switch between virtual
 * machines is on, along the access list.
 *
 * @param direct direct requests, with FFA_MSG_WAIT and the responses
 * @param share FFA_MEM_SHARE with a virtual machine, and what belongs to it
 * @param lend FFA_MEM_LEND to a virtual machine
 * @param donate FFA_MEM_DONATE to a virtual machine
 * @param preemptNanos how long a sender waits before an interrupt for it ends the wait for the time being
 * @param budgetNanos how long a receiver may take for one request
 */
public record Extensions(
        boolean direct, boolean share, boolean lend, boolean donate, long preemptNanos, long budgetNanos) {
    /** As Xen: nothing. */
    public static final Extensions NONE = of(false, false, false, false);

    /** Chosen ones, with 10 ms and 1 s. */
    public static Extensions of(boolean direct, boolean share, boolean lend, boolean donate) {
        return new Extensions(
                direct, share, lend, donate, TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(1));
    }

    /** Tells whether some kind of memory may be given to a virtual machine. */
    boolean memory() {
        return share || lend || donate;
    }
}
