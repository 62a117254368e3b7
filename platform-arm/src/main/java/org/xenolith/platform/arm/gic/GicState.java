// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;

/** Saves and loads a controller. The layout is little endian, records of fixed size; see the two put methods. */
final class GicState {
    private static final String KIND = "gic";
    private static final int LAYOUT = 1;
    private static final int INTERRUPT_BYTES = 24;
    private static final int CPU_BYTES = 16;

    private static final int ENABLED = 1;
    private static final int LINE = 2;
    private static final int LATCH = 4;
    private static final int LISTED = 8;
    private static final int IN_FLIGHT = 16;
    private static final int ACTIVE = 32;
    private static final int SPLIT_EOI = 2;
    private static final int COMMON_BPR = 4;
    private static final int OTHER_ENABLED = 8;
    private static final int ONLINE = 16;

    private GicState() {}

    static DeviceState save(GicCore core) {
        GicConfig config = core.config;
        ByteBuffer interrupts = buffer(interruptCount(config) * INTERRUPT_BYTES);
        ByteBuffer cpus = buffer(config.vcpus() * CPU_BYTES);
        for (int v = 0; v < config.vcpus(); v++) {
            put(cpus, core.cpu(v));
        }
        for (int n = 0; n < interruptCount(config); n++) {
            put(interrupts, nth(core, n));
        }
        return new DeviceState(
                KIND,
                LAYOUT,
                Map.of(
                        "version", config.version().name(),
                        "profile", config.profile().name(),
                        "vcpus", (long) config.vcpus(),
                        "spis", (long) config.spis(),
                        "forwarding", core.forwarding ? 1L : 0L,
                        "cpus", cpus.array(),
                        "interrupts", interrupts.array()));
    }

    static void load(GicCore core, DeviceState state) throws DeviceException {
        GicConfig config = core.config;
        expect(state, "version", config.version().name(), state.text("version", ""));
        expect(state, "profile", config.profile().name(), state.text("profile", ""));
        expect(state, "vcpus", config.vcpus(), state.number("vcpus", 0));
        expect(state, "spis", config.spis(), state.number("spis", -1));
        byte[] cpus = state.bytes("cpus", new byte[0]);
        byte[] interrupts = state.bytes("interrupts", new byte[0]);
        expect(state, "length of cpus", config.vcpus() * CPU_BYTES, cpus.length);
        expect(state, "length of interrupts", interruptCount(config) * INTERRUPT_BYTES, interrupts.length);
        long forwarding = state.number("forwarding", 0);
        check(config, ByteBuffer.wrap(interrupts).order(ByteOrder.LITTLE_ENDIAN));
        core.forwarding = forwarding != 0;
        ByteBuffer in = ByteBuffer.wrap(cpus).order(ByteOrder.LITTLE_ENDIAN);
        for (int v = 0; v < config.vcpus(); v++) {
            get(in, core.cpu(v));
        }
        in = ByteBuffer.wrap(interrupts).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = 0; n < interruptCount(config); n++) {
            get(in, nth(core, n));
        }
        core.rebuild();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int interruptCount(GicConfig config) {
        return config.vcpus() * GicConfig.PRIVATE + config.intids() - GicConfig.PRIVATE;
    }

    private static Interrupt nth(GicCore core, int n) {
        int banked = core.vcpus() * GicConfig.PRIVATE;
        Interrupt i = n < banked
                ? core.interrupt(n / GicConfig.PRIVATE, n % GicConfig.PRIVATE)
                : core.interrupt(0, n - banked + GicConfig.PRIVATE);
        if (i == null) {
            throw new IllegalStateException("interrupt record " + n + " of " + interruptCount(core.config));
        }
        return i;
    }

    private static void expect(DeviceState state, String what, Object wanted, Object found) throws DeviceException {
        if (!wanted.toString().equals(found.toString())) {
            throw new DeviceException(
                    "state of " + state.kind() + ": " + what + " is " + found + ", this controller needs " + wanted);
        }
    }

    private static void check(GicConfig config, ByteBuffer in) throws DeviceException {
        for (int at = 0; at < in.capacity(); at += INTERRUPT_BYTES) {
            int holder = in.getShort(at + 4);
            int target = in.getShort(at + 6);
            if (holder < Interrupt.NONE
                    || holder >= config.vcpus()
                    || target < Interrupt.NONE
                    || target >= config.vcpus()) {
                throw new DeviceException("state of " + KIND + ": interrupt record " + at / INTERRUPT_BYTES
                        + " names vCPUs " + holder + " and " + target + ", allowed: -1 to " + (config.vcpus() - 1));
            }
        }
    }

    private static void put(ByteBuffer out, Interrupt i) {
        int flags = (i.enabled ? ENABLED : 0)
                | (i.line ? LINE : 0)
                | (i.latch ? LATCH : 0)
                | (i.listed ? LISTED : 0)
                | (i.inFlight ? IN_FLIGHT : 0)
                | (i.active ? ACTIVE : 0);
        out.put((byte) flags);
        out.put((byte) i.priority);
        out.put((byte) i.ranking);
        out.put((byte) i.config);
        out.putShort((short) i.holder);
        out.putShort((short) i.target);
        out.putInt(i.targets);
        out.putInt(i.senders);
        out.putLong(i.router);
    }

    private static void get(ByteBuffer in, Interrupt i) {
        int flags = in.get();
        i.enabled = (flags & ENABLED) != 0;
        i.line = (flags & LINE) != 0;
        i.latch = (flags & LATCH) != 0;
        i.listed = (flags & LISTED) != 0;
        i.inFlight = (flags & IN_FLIGHT) != 0;
        i.active = (flags & ACTIVE) != 0;
        i.priority = in.get() & 0xFF;
        i.ranking = in.get() & 0xFF;
        i.config = in.get() & 3;
        i.holder = in.getShort();
        i.target = in.getShort();
        i.targets = in.getInt();
        i.senders = in.getInt();
        i.router = Affinity.routerBits(in.getLong());
    }

    private static void put(ByteBuffer out, CpuInterface c) {
        int flags = (c.enabled ? ENABLED : 0)
                | (c.splitEoi ? SPLIT_EOI : 0)
                | (c.commonBinaryPoint ? COMMON_BPR : 0)
                | (c.otherEnabled ? OTHER_ENABLED : 0)
                | (c.online ? ONLINE : 0);
        out.put((byte) flags);
        out.put((byte) c.mask);
        out.put((byte) c.binaryPoint0);
        out.put((byte) c.binaryPoint1);
        out.putInt(c.active);
        out.putInt(c.otherActive);
        out.putInt(0);
    }

    private static void get(ByteBuffer in, CpuInterface c) {
        int flags = in.get();
        c.enabled = (flags & ENABLED) != 0;
        c.splitEoi = (flags & SPLIT_EOI) != 0;
        c.commonBinaryPoint = (flags & COMMON_BPR) != 0;
        c.otherEnabled = (flags & OTHER_ENABLED) != 0;
        c.online = (flags & ONLINE) != 0;
        c.write(Effect.PRIORITY_MASK, in.get());
        c.write(Effect.BINARY_POINT_0, in.get());
        c.binaryPoint1 = Math.max(in.get() & 7, 3);
        c.active = in.getInt();
        c.otherActive = in.getInt();
        in.getInt();
    }
}
