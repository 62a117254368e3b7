// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.fake;

import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.console.ConsoleLine;
import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceContext;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.api.device.DeviceState;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.time.VirtualClock;

/** A slot without a domain: one device at a time, on a {@link RingConsole}, a {@link RecordingLine} and a clock. */
public final class DeviceBench {
    private final RingConsole console;
    private final RecordingLine line = new RecordingLine();
    private final ManualClock clock = new ManualClock();
    private final DeviceContext context;
    private DeviceFactory factory;
    private Device device;

    /**
     * Builds and starts a device that has just been reset.
     *
     * @throws DeviceException what the factory throws
     */
    public DeviceBench(
            DeviceFactory factory, String kind, int domain, RingConsole console, Map<String, String> settings)
            throws DeviceException {
        this.console = console;
        this.factory = factory;
        context = new Context(domain, line, console, clock, settings);
        device = factory.create(context, DeviceState.initial(kind));
        device.start();
    }

    private record Context(
            int domainId, InterruptLine line, ConsoleLine console, VirtualClock clock, Map<String, String> settings)
            implements DeviceContext {
        @Override
        public String slot() {
            return "uart0";
        }

        @Override
        public GuestMemory memory() {
            throw new UnsupportedOperationException("this slot has no memory");
        }

        @Override
        public EventChannels events() {
            throw new UnsupportedOperationException("this slot has no event channels");
        }
    }

    /** Returns the device that is in the slot now. */
    public Device device() {
        return device;
    }

    /** Returns the console. */
    public RingConsole console() {
        return console;
    }

    /** Returns the interrupt line. */
    public RecordingLine line() {
        return line;
    }

    /** Returns the clock. */
    public ManualClock clock() {
        return clock;
    }

    /** Returns what the slot offers its devices. */
    public DeviceContext context() {
        return context;
    }

    /** Reads as vCPU 0. */
    public long read(long offset, int width) throws BusFault {
        return device.read(0, offset, width);
    }

    /** Writes as vCPU 0. */
    public void write(long offset, int width, long value) throws BusFault {
        device.write(0, offset, width, value);
    }

    /**
     * Replaces the device as a slot does: the successor is built first and may refuse.
     *
     * @throws DeviceException what the factory throws; the old device goes on working
     */
    public void swap(DeviceFactory next) throws DeviceException {
        Device successor = next.create(context, device.state());
        device.stop();
        factory = next;
        device = successor;
        device.start();
    }

    /** Replaces the device by one of its own kind that is restored from its state. */
    public void renew() throws DeviceException {
        swap(factory);
    }

    /**
     * Describes what can be seen from outside, by name: FR, RIS and IMSC as the device's state has them (in the state of
     * a stand-in those that it keeps), {@code line} (its level), {@code inj} (pulses), {@code ev} (notifications of the
     * back end), {@code in} and {@code out} (ring indices), {@code text} (bytes that the back end has consumed).
     * Hexadecimal, but line, inj and ev.
     *
     * @throws DeviceException if the state has fields of other types
     */
    public Map<String, String> describe() throws DeviceException {
        DeviceState state = device.state();
        Map<String, String> seen = new TreeMap<>();
        String prefix = state.has("fr") ? "" : "pl011.";
        seen.put("FR", String.format("%02X", state.number(prefix + "fr", 0)));
        seen.put("RIS", String.format("%02X", state.number(prefix + "ris", 0)));
        seen.put("IMSC", String.format("%02X", state.number(prefix + "imsc", 0)));
        seen.put("line", line.level() ? "1" : "0");
        seen.put("inj", String.valueOf(line.pulses()));
        seen.put("ev", String.valueOf(console.events()));
        for (String entry : console.indices().split(" ", -1)) {
            String[] pair = entry.split("=", 2);
            seen.put(pair[0], pair[1]);
        }
        seen.put("text", HexFormat.of().withUpperCase().formatHex(console.consumed()));
        return seen;
    }
}
