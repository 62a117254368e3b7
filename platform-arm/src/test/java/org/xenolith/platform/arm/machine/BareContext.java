// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.platform.MachineContext;
import org.xenolith.api.platform.SlotSpec;
import org.xenolith.api.time.TimeMode;
import org.xenolith.api.time.VirtualClock;
import org.xenolith.platform.arm.ManualClock;
import org.xenolith.platform.arm.support.FlatMemory;
import org.xenolith.platform.arm.xen.FakeEvents;

/** A host with memory, a bus and a clock, and nothing behind calls but what a test puts there. */
final class BareContext implements MachineContext {
    private final DomainConfig config;
    private final FlatMemory memory = new FlatMemory();
    private final CountingBus bus = new CountingBus();
    private final ManualClock clock = new ManualClock();
    private final EventChannels events;
    private Predicate<CallContext> services = call -> false;
    private final Domain domain = (Domain) Proxy.newProxyInstance(
            Domain.class.getClassLoader(), new Class<?>[] {Domain.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    BareContext(int vcpus, long ramBase, long ramSize) {
        config = new DomainConfig(
                "bare", "aarch64", ramSize, vcpus, Path.of("none"), Optional.empty(), "", TimeMode.COUNTED, Map.of());
        memory.populate(ramBase, ramSize);
        events = new FakeEvents(memory, vcpus);
    }

    @Override
    public Domain domain() {
        return domain;
    }

    @Override
    public DomainConfig config() {
        return config;
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    @Override
    public MmioBus bus() {
        return bus;
    }

    /** Returns how many accesses have reached a device. */
    long accesses() {
        return bus.accesses();
    }

    @Override
    public VirtualClock clock() {
        return clock;
    }

    @Override
    public EventChannels events() {
        return events;
    }

    @Override
    public DeviceSlot addSlot(SlotSpec spec, InterruptLine line) {
        throw new UnsupportedOperationException("slot " + spec.name());
    }

    /** From now on this answers firmware calls and hypercalls that the machine does not. */
    void answer(Predicate<CallContext> calls) {
        services = calls;
    }

    @Override
    public boolean smccc(CallContext call) {
        return services.test(call);
    }

    @Override
    public boolean hypercall(CallContext call) {
        return services.test(call);
    }

    @Override
    public void wake(int vcpu) {
        // the test runs the vCPUs itself
    }

    @Override
    public void shutdown(ShutdownReason reason) {
        throw new IllegalStateException("the domain ends: " + reason);
    }

    @Override
    public void log(String message) {
        throw new IllegalStateException("unexpected line in the log: " + message);
    }
}
