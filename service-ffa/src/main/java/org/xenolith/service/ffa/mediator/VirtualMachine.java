// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.Optional;
import java.util.UUID;
import org.xenolith.api.memory.PinnedFrame;

/** A virtual machine as the mediator sees it. Any thread. */
public interface VirtualMachine {
    /** Returns the domain's id, from 0. */
    int domainId();

    /** Returns its name. */
    String name();

    /** Returns its unique handle; nil if it has none. */
    UUID handle();

    /** Returns the number of its vCPUs. */
    int vcpus();

    /** Tells whether its kernel runs in AArch64; known when it makes its first call. */
    boolean aarch64();

    /** Tells whether a vCPU is powered on. */
    boolean online(int vcpu);

    /** Makes a software-generated interrupt pending at a vCPU. */
    void signal(int vcpu, int interrupt);

    /** Tells whether an interrupt waits for a vCPU. */
    boolean interrupted(int vcpu);

    /** Returns what it has at its pages. */
    GuestPages pages();

    /** Pins a frame of ordinary RAM; empty if there is none. */
    Optional<PinnedFrame> pin(long address);
}
