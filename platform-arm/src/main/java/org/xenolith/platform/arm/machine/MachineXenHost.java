// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.util.UUID;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.platform.MachineContext;
import org.xenolith.api.time.VirtualClock;
import org.xenolith.platform.arm.xen.XenHost;

/** The domain as its hypercalls see it. */
final class MachineXenHost implements XenHost {
    private final MachineContext context;
    private final Power power;
    private final long pages;
    private final long lastFrame;
    private final UUID handle;
    private final boolean runsAarch32;

    /**
     * @param lastFrame the highest guest frame of RAM
     * @param handle the domain's unique handle
     * @param runsAarch32 whether the CPU has AArch32 at EL1
     */
    MachineXenHost(MachineContext context, Power power, long lastFrame, UUID handle, boolean runsAarch32) {
        this.context = context;
        this.power = power;
        this.pages = context.config().memory() / GuestMemory.PAGE_SIZE;
        this.lastFrame = lastFrame;
        this.handle = handle;
        this.runsAarch32 = runsAarch32;
    }

    @Override
    public int domainId() {
        return context.domain().id();
    }

    @Override
    public UUID handle() {
        return handle;
    }

    @Override
    public boolean runsAarch32() {
        return runsAarch32;
    }

    @Override
    public boolean domainExists(int id) {
        return id == domainId();
    }

    @Override
    public int vcpus() {
        return power.vcpus();
    }

    @Override
    public long pages() {
        return pages;
    }

    @Override
    public long lastFrame() {
        return lastFrame;
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
        power.standby(vcpu);
    }

    @Override
    public void shutdown(ShutdownReason reason) {
        power.shutdown(reason);
    }

    @Override
    public void log(String line) {
        context.log(line);
    }

    @Override
    public boolean others(CallContext call) {
        return ((CallFrame) call).ask(context::hypercall);
    }
}
