// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.psci;

import org.xenolith.api.hypervisor.ShutdownReason;

/** What PSCI needs of the machine. Methods are called on the calling vCPU's thread, several vCPUs at once. */
public interface PsciHost {
    /** Returns the number of vCPUs. */
    int vcpus();

    /** Tells whether a vCPU is powered on. */
    boolean online(int vcpu);

    /**
     * Powers a vCPU on: entry state of a secondary CPU, PC and X0 as given, every other general register zero. Of two
     * callers at once one is told {@link OnResult#ALREADY_ON}.
     *
     * @param vcpu below {@link #vcpus}
     * @param entry guest-physical address of the first instruction, even
     * @param context the value of X0
     */
    OnResult cpuOn(int vcpu, long entry, long context);

    /** Powers the calling vCPU off; it executes nothing after the call. */
    void cpuOff(int vcpu);

    /** Lets the calling vCPU wait for an interrupt as WFI does, after the call has been answered. */
    void standby(int vcpu);

    /** Ends the domain. Returns at once; the vCPU stops at its next block boundary. */
    void shutdown(ShutdownReason reason);

    /** Ends the domain with {@link ShutdownReason#SUSPEND}; a resume starts this vCPU at an address, with a value in X0. */
    void suspend(int vcpu, long entry, long context);

    /** Tells whether this is the domain that owns the hardware, which cannot suspend. */
    default boolean hardwareDomain() {
        return false;
    }

    /** How powering on went. */
    enum OnResult {
        /** It starts. */
        STARTED,
        /** It was on. */
        ALREADY_ON,
        /** Its state could not be built. */
        FAILED
    }
}
