// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.util.Map;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.platform.MachineContext;
import org.xenolith.api.platform.SlotSpec;
import org.xenolith.api.time.VirtualClock;
import org.xenolith.core.console.SlotConsole;
import org.xenolith.core.device.Slot;

/** What a platform gets of a domain. */
final class Construction implements MachineContext {
    /** Settings of a slot: bytes that its console's queues hold. The defaults are those of Xen's console ring. */
    static final String CONSOLE_IN = "console.in";

    static final String CONSOLE_OUT = "console.out";

    private static final int DEFAULT_IN = 1024;
    private static final int DEFAULT_OUT = 2048;

    private final HostDomain domain;
    private final DomainServices services;
    private final HostSettings settings;

    Construction(HostDomain domain, DomainServices services, HostSettings settings) {
        this.domain = domain;
        this.services = services;
        this.settings = settings;
    }

    @Override
    public Domain domain() {
        return domain;
    }

    @Override
    public DomainConfig config() {
        return domain.config();
    }

    @Override
    public GuestMemory memory() {
        return domain.memory();
    }

    @Override
    public MmioBus bus() {
        return domain.bus();
    }

    @Override
    public VirtualClock clock() {
        return domain.clock();
    }

    @Override
    public EventChannels events() {
        return domain.events();
    }

    @Override
    public DeviceSlot addSlot(SlotSpec spec, InterruptLine line) throws DeviceException {
        SlotConsole console = new SlotConsole(
                spec.name(), capacity(spec.settings()), domain.clock(), services.consoles(), domain::log);
        long gap = settings.vacancy().toNanos();
        Slot slot = new Slot(spec, domain, line, services.factories(), console, gap);
        domain.addSlot(slot);
        return slot;
    }

    private static SlotConsole.Capacity capacity(Map<String, String> settings) throws DeviceException {
        try {
            return new SlotConsole.Capacity(
                    Integer.parseInt(settings.getOrDefault(CONSOLE_IN, String.valueOf(DEFAULT_IN))),
                    Integer.parseInt(settings.getOrDefault(CONSOLE_OUT, String.valueOf(DEFAULT_OUT))));
        } catch (IllegalArgumentException e) {
            throw new DeviceException(CONSOLE_IN + ", " + CONSOLE_OUT + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean smccc(CallContext call) {
        return services.calls().smccc(call);
    }

    @Override
    public boolean hypercall(CallContext call) {
        return services.calls().hypercall(call);
    }

    @Override
    public void wake(int vcpu) {
        domain.life().wake(vcpu);
    }

    @Override
    public void shutdown(ShutdownReason reason) {
        domain.shutdown(reason);
    }

    @Override
    public void log(String message) {
        domain.hostLog().info(message);
    }
}
