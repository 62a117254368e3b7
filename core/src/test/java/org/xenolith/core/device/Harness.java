// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.bus.Region;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.platform.SlotSpec;
import org.xenolith.api.time.VirtualClock;
import org.xenolith.core.bus.TableBus;
import org.xenolith.core.console.SlotConsole;
import org.xenolith.core.event.ChannelDirectory;
import org.xenolith.core.event.TwoLevelChannels;
import org.xenolith.core.memory.AddressSpace;
import org.xenolith.core.memory.PagedMemory;
import org.xenolith.core.run.Gate;
import org.xenolith.core.time.InstructionClock;

/** A slot in a domain of which nothing else is there; output and line levels are recorded. */
final class Harness implements SlotHost, AutoCloseable {
    static final long BASE = 0x2200_0000L;

    final Gate gate = new Gate();
    final TableBus bus = new TableBus();
    final InstructionClock clock = new InstructionClock(1);
    final PagedMemory memory = new PagedMemory(AddressSpace.ofHost());
    final TwoLevelChannels events = new TwoLevelChannels(1, 1, memory, new ChannelDirectory(), v -> {});
    final DeviceFactories factories = new DeviceFactories();
    final List<String> log = new CopyOnWriteArrayList<>();
    final List<Boolean> levels = new ArrayList<>();
    final ByteArrayOutputStream output = new ByteArrayOutputStream();
    final SlotConsole console;
    final Slot slot;
    final MmioBus.MmioPort port = bus.open(0);

    Harness(String kind, long gapNanos, Region... windows) {
        console = new SlotConsole(
                "uart0", new SlotConsole.Capacity(16, 16), clock, Runnable::run, (what, e) -> log.add(what));
        console.attach(output::write, false);
        List<Region> places = windows.length == 0 ? List.of(new Region("uart0", BASE, 0x1000)) : List.of(windows);
        slot = new Slot(new SlotSpec("uart0", kind, places, Map.of()), this, levels::add, factories, console, gapNanos);
    }

    void add(ByteDevice.Factory factory, int order) {
        factories.add(new DeviceFactories.Candidate(factory, factory.kind(), order, factory.id()));
    }

    @Override
    public int domainId() {
        return 1;
    }

    @Override
    public MmioBus bus() {
        return bus;
    }

    @Override
    public VirtualClock clock() {
        return clock;
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    @Override
    public EventChannels events() {
        return events;
    }

    @Override
    public long atSafepoint(Runnable action) {
        gate.close(() -> {});
        try {
            action.run();
        } finally {
            gate.open();
        }
        return 1;
    }

    @Override
    public void standUntil(BooleanSupplier condition, long nanos) {
        gate.standUntil(condition, nanos);
    }

    @Override
    public void log(String message, Throwable cause) {
        log.add(message);
    }

    @Override
    public void close() {
        slot.close();
        events.close();
        memory.close();
    }
}
