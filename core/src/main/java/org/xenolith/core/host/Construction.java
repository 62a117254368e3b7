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
import org.xenolith.core.console.Queues;
import org.xenolith.core.console.RingQueues;
import org.xenolith.core.console.SlotConsole;
import org.xenolith.core.console.VuartControl;
import org.xenolith.core.device.Slot;

/** What a platform gets of a domain. */
final class Construction implements MachineContext {
    /** Settings of a slot: bytes that its console's queues hold. The defaults are those of Xen's console ring. */
    static final String CONSOLE_IN = "console.in";

    static final String CONSOLE_OUT = "console.out";

    /** Setting of a slot: guest-physical address of the page that holds its console's rings; none: host memory. */
    static final String CONSOLE_RING = "console.ring";

    /** Setting of a slot: number of the shared interrupt that it owns. */
    static final String INTERRUPT = "interrupt";

    /** The domain whose daemon serves the rings. */
    private static final int DAEMON = 0;

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
        String interrupt = spec.settings().get(INTERRUPT);
        AutoCloseable reservation =
                interrupt == null ? () -> {} : domain.reservations().reserve((int) number(INTERRUPT, interrupt));
        Slot slot = null;
        try {
            slot = slot(spec, line);
            domain.addSlot(slot, reservation);
            return slot;
        } catch (DeviceException | RuntimeException e) {
            if (slot != null) {
                slot.close();
            }
            release(reservation);
            throw e;
        }
    }

    private Slot slot(SlotSpec spec, InterruptLine line) throws DeviceException {
        Queues queues = queues(spec);
        SlotConsole console = new SlotConsole(spec.name(), queues, domain.clock(), services.consoles(), domain::log);
        return new Slot(
                spec,
                domain,
                line,
                services.factories(),
                console,
                settings.vacancy().toNanos());
    }

    private Queues queues(SlotSpec spec) throws DeviceException {
        String ring = spec.settings().get(CONSOLE_RING);
        if (ring == null) {
            return inHost(spec.settings());
        }
        VuartControl control = new VuartControl(
                "seed".equals(spec.settings().get("profile")),
                (frame, daemon) -> RingQueues.open(
                        new RingQueues.Site(domain.memory(), frame << GuestMemory.PAGE_SHIFT, domain.events(), daemon),
                        () -> domain.hostLog().info("slot " + spec.name() + ": the console ring is broken")));
        long frame = number(CONSOLE_RING, ring) >>> GuestMemory.PAGE_SHIFT;
        int port = control.call(new VuartControl.Request(VuartControl.INIT, VuartControl.VPL011, 0, frame, DAEMON, 0));
        domain.hostLog()
                .info("slot " + spec.name() + ": console ring in frame 0x" + Long.toHexString(frame)
                        + ", event channel " + port);
        return control.opened();
    }

    private static long number(String name, String text) throws DeviceException {
        try {
            return Long.decode(text);
        } catch (NumberFormatException e) {
            throw new DeviceException("setting " + name + "=" + text + ", allowed: a number", e);
        }
    }

    private void release(AutoCloseable reservation) {
        try {
            reservation.close();
        } catch (Exception e) {
            domain.log("an interrupt cannot be released", e);
        }
    }

    private static Queues inHost(Map<String, String> settings) throws DeviceException {
        try {
            return Queues.inHost(
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
