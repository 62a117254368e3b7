// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.platform.MachineContext;
import org.xenolith.api.time.VirtualClock;

/**
 * The hypercalls' host on top of a machine's context.
 *
 * @param context the domain under construction, later the way back to the host
 * @param waiting lets a vCPU wait for an interrupt once its call has been answered
 * @param domains tells whether there is a domain of an id
 * @param lastFrame the highest guest frame of RAM
 * @param handle the domain's unique handle
 * @param runsAarch32 whether the host's CPU has AArch32 at EL1
 */
public record ContextHost(
        MachineContext context,
        IntConsumer waiting,
        IntPredicate domains,
        long lastFrame,
        UUID handle,
        boolean runsAarch32)
        implements XenHost {
    @Override
    public int domainId() {
        return context.domain().id();
    }

    @Override
    public boolean domainExists(int id) {
        return domains.test(id);
    }

    @Override
    public int vcpus() {
        return context.config().vcpus();
    }

    @Override
    public long pages() {
        return context.config().memory() >>> GuestMemory.PAGE_SHIFT;
    }

    @Override
    public GuestMemory memory() {
        return context.memory();
    }

    @Override
    public EventChannels events() {
        return context.events();
    }

    @Override
    public VirtualClock clock() {
        return context.clock();
    }

    @Override
    public void standby(int vcpu) {
        waiting.accept(vcpu);
    }

    @Override
    public void shutdown(ShutdownReason reason) {
        context.shutdown(reason);
    }

    @Override
    public void log(String line) {
        context.log(line);
    }

    @Override
    public boolean others(CallContext call) {
        return context.hypercall(call);
    }
}
