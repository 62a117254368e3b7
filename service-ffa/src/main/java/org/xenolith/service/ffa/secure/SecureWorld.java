// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

/** A secure world at the non-secure physical FF-A instance: where the mediator's SMCs go. Any thread. */
public interface SecureWorld {
    /**
     * Answers a call: registers in, registers out. It does not wait longer than its budget for a partition, and never
     * for a guest.
     */
    void call(SecureCall call);

    /**
     * Sets who is told, without a lock held, that notifications wait for virtual machines (the schedule receiver
     * interrupt).
     */
    void onScheduleReceiver(Runnable handler);

    /** A virtual machine is gone: forgets it, and drops what is under way for it. No call. */
    void gone(int vm);

    /** Takes a shared region away from the partition that does not relinquish it. Unknown handles are ignored. */
    void abandon(long handle);
}
