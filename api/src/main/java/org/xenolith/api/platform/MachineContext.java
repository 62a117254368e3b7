// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.platform;

import org.osgi.annotation.versioning.ProviderType;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.call.CallHandler;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.time.CountedClock;
import org.xenolith.api.time.VirtualClock;

/** A domain under construction, as the platform sees it; afterwards the platform's way back to the host. */
@ProviderType
public interface MachineContext {
    /** Returns the domain. Its vCPUs are known once the platform has returned the machine. */
    Domain domain();

    /** Returns what the domain is to be. */
    DomainConfig config();

    /** Returns the domain's memory, empty at first. */
    GuestMemory memory();

    /** Returns the domain's bus, empty at first. */
    MmioBus bus();

    /** Returns the domain's clock; a {@link CountedClock} in counted time. */
    VirtualClock clock();

    /** Returns the domain's event channels. */
    EventChannels events();

    /**
     * Adds a device slot and fills it.
     *
     * @param spec what the slot is
     * @param line the interrupt line of the device in it
     * @throws DeviceException if there is no factory of that kind, or it fails
     */
    DeviceSlot addSlot(SlotSpec spec, InterruptLine line) throws DeviceException;

    /**
     * Returns the registered handlers of guest calls, chosen by SMCCC function id.
     *
     * @return the handler's answer, see {@link CallHandler#call}; false if nobody handles the id
     */
    boolean smccc(CallContext call);

    /** Like {@link #smccc}, by hypercall number. */
    boolean hypercall(CallContext call);

    /** Makes an idle or powered-off vCPU's thread call {@link Vcpu#run} again. Any thread. */
    void wake(int vcpu);

    /** Ends the domain; called by a vCPU's thread, returns at once, the vCPU stops at its next block boundary. */
    void shutdown(ShutdownReason reason);

    /** Writes a line to the host's log about this domain, rate limited. */
    void log(String message);
}
