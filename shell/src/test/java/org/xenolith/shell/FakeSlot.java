// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.xenolith.api.bus.Region;
import org.xenolith.api.console.Console;
import org.xenolith.api.device.DeviceAccess;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceSlot;

/** A UART's slot that remembers what it is asked for; it takes the kinds {@code pl011} and {@code vuart}. */
final class FakeSlot implements DeviceSlot {
    final FakeConsole console = new FakeConsole();
    final List<Consumer<DeviceAccess>> tracers = new CopyOnWriteArrayList<>();
    final List<String> swaps = new ArrayList<>();
    boolean occupied = true;
    private String kind = "pl011";

    @Override
    public String name() {
        return "uart0";
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public boolean occupied() {
        return occupied;
    }

    @Override
    public List<Region> windows() {
        return List.of(new Region("uart0", 0x2200_0000L, 0x1000));
    }

    @Override
    public Console console() {
        return console;
    }

    @Override
    public SwapReport swap(String wanted) throws DeviceException {
        if (!List.of("pl011", "vuart").contains(wanted)) {
            throw new DeviceException("slot uart0: no factory of kind " + wanted);
        }
        SwapReport report = new SwapReport(kind, wanted, 12_345);
        kind = wanted;
        swaps.add(wanted);
        return report;
    }

    @Override
    public Activity activity() {
        return new Activity(77, 5);
    }

    @Override
    public Trace trace(Consumer<DeviceAccess> listener) {
        tracers.add(listener);
        return () -> tracers.remove(listener);
    }

    @Override
    public String describe(DeviceAccess access) {
        return (access.write() ? "write" : "read") + " " + access.offset();
    }

    @Override
    public long generation() {
        return swaps.size();
    }
}
