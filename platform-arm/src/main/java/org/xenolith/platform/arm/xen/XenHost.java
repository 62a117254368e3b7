// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import java.util.UUID;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.time.VirtualClock;

/** What the hypercalls need of the domain that issues them. Any vCPU's thread may call. */
public interface XenHost {
    /** Returns the domain's id. */
    int domainId();

    /** Returns the domain's unique handle. */
    UUID handle();

    /** Tells whether the host's CPU runs AArch32 at EL1, so that a domain of that kind could be created. */
    boolean runsAarch32();

    /** Tells whether there is another domain of that id. */
    boolean domainExists(int id);

    /** Returns the number of vCPUs. */
    int vcpus();

    /** Returns the number of 4 KiB pages of RAM that the domain was created with, which it may not exceed. */
    long pages();

    /** Returns the highest guest frame that RAM was given at when the domain was created. */
    long lastFrame();

    /** Returns the domain's memory. */
    GuestMemory memory();

    /** Returns the domain's event channels. */
    EventChannels events();

    /** Returns the domain's clock. */
    VirtualClock clock();

    /** Lets the calling vCPU wait for an interrupt as WFI does, after the call has been answered. */
    void standby(int vcpu);

    /** Ends the domain; returns at once. */
    void shutdown(ShutdownReason reason);

    /** Writes a line to the hypervisor's log, rate limited. */
    void log(String line);

    /** Answers a hypercall that is not known here; false if nobody does. */
    boolean others(CallContext call);
}
