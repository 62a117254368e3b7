// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.platform;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.xenolith.api.code.GuestCode;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.irq.InterruptController;

/** What a platform has built for one domain. */
@ConsumerType
public interface Machine {
    /** Returns the vCPUs, by number. */
    List<Vcpu> vcpus();

    /** Returns the interrupt controller. */
    InterruptController interrupts();

    /** Makes an event-channel upcall pending at a vCPU (Arm: PPI 31). Any thread may call. */
    void eventUpcall(int vcpu);

    /** Returns how it executes guest code, if it has something to tell. */
    default Optional<GuestCode> code() {
        return Optional.empty();
    }

    /** Releases what the platform holds; no vCPU runs and none will. */
    void close();
}
