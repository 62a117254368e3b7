// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.bus.Region;
import org.xenolith.api.cpu.RunState;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.platform.SlotSpec;
import org.xenolith.api.time.TimeMode;

/**
 * The moment at which a slot's device is another one, with vCPUs at full speed: no access reaches a device that is not
 * attached, each vCPU's writes arrive once and in order, reads give what was written, and the line is at its formula.
 */
@Timeout(120)
class HandOverRaceTest {
    private static final long UART = 0x2200_0000L;
    private static final int CHANGES = 10_000;

    private final List<String> wrong = WatchedDevice.Factory.notes();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Host host = new Host(
            new HostSettings(200, 1, Duration.ofSeconds(60), 1_000), (level, message, cause) -> log.add(message));
    private final AtomicBoolean line = new AtomicBoolean();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLongArray written = new AtomicLongArray(WatchedDevice.VCPUS);
    private final AtomicIntegerArray next = new AtomicIntegerArray(WatchedDevice.VCPUS);
    private final AtomicLong received = new AtomicLong();

    @AfterEach
    void close() {
        host.close();
    }

    private WatchedDevice.Factory add(String kind, boolean starts, long id) {
        WatchedDevice.Factory factory = new WatchedDevice.Factory(kind, starts, wrong);
        host.addFactory(factory, kind, 0, id);
        return factory;
    }

    private Domain domain(int vcpus) throws DomainException {
        host.addPlatform(
                new FakePlatform(context -> {
                    try {
                        context.addSlot(
                                new SlotSpec("uart0", "a", List.of(new Region("uart0", UART, 0x1000)), Map.of()),
                                line::set);
                    } catch (DeviceException e) {
                        throw new DomainException("uart", e);
                    }
                    MmioBus.MmioPort[] ports = new MmioBus.MmioPort[vcpus];
                    for (int v = 0; v < vcpus; v++) {
                        ports[v] = context.bus().open(v);
                    }
                    return v -> {
                        step(ports[v.id()], v.id());
                        return stop.get() ? RunState.OFF : RunState.RUNNING;
                    };
                }),
                "fake",
                0,
                1);
        Domain domain = host.create(new DomainConfig(
                "d", "fake", 1 << 20, vcpus, Path.of("kernel"), Optional.empty(), "", TimeMode.WALL, Map.of()));
        domain.console().orElseThrow().attach(this::receive, false);
        return domain;
    }

    private void step(MmioBus.MmioPort port, int vcpu) {
        try {
            long before = written.get(vcpu);
            if (port.read(UART + 8L * vcpu, 8) != before) {
                wrong.add("vCPU " + vcpu + " reads another number than it has written, " + before);
            }
            if (port.read(UART + WatchedDevice.ROOM, 4) > WatchedDevice.VCPUS) {
                port.write(UART + 8L * vcpu, 8, before + 1);
                written.set(vcpu, before + 1);
            }
        } catch (BusFault e) {
            wrong.add("vCPU " + vcpu + ": " + e.getMessage());
        }
    }

    private void receive(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            int vcpu = bytes[offset + i] >>> 6 & 3;
            int number = bytes[offset + i] & 0x3F;
            int expected = next.incrementAndGet(vcpu) & 0x3F;
            if (number != expected) {
                wrong.add("byte " + number + " of vCPU " + vcpu + " arrives, expected " + expected);
            }
        }
        received.addAndGet(length);
    }

    @ParameterizedTest(name = "{0} vCPUs")
    @ValueSource(ints = {1, 2, 4})
    void everyAccessFindsTheOneDeviceThatIsAttached(int vcpus) throws Exception {
        WatchedDevice.Factory a = add("a", true, 1);
        WatchedDevice.Factory b = add("b", true, 2);
        add("dead", false, 3);
        Domain domain = domain(vcpus);
        domain.unpause();
        DeviceSlot slot = domain.slot("uart0").orElseThrow();
        Random random = new Random(vcpus);
        for (int n = 0; n < CHANGES; n++) {
            change(slot, random.nextInt(12), a, b);
            if (n % 16 == 0) {
                domain.atSafepoint(this::checkLine);
            }
        }
        stop.set(true);
        HostTest.spinUntil(() -> domain.vcpus().stream().allMatch(v -> v.state() == RunState.OFF));
        long total = 0;
        for (int v = 0; v < vcpus; v++) {
            assertTrue(written.get(v) > 0, "vCPU " + v + " has written nothing");
            assertEquals(written.get(v), domain.bus().open(0).read(UART + 8L * v, 8));
            total += written.get(v);
        }
        checkLine();
        long all = total;
        HostTest.spinUntil(() -> received.get() == all);
        assertEquals(List.of(), wrong);
        assertTrue(total > CHANGES, total + " writes in " + CHANGES + " changes");
        assertTrue(log.stream().allMatch(m -> m.contains("does not start")), log::toString);
    }

    /** At a safepoint: the line is what the formula makes of all that has been written. */
    private void checkLine() {
        long total = 0;
        for (int v = 0; v < WatchedDevice.VCPUS; v++) {
            total += written.get(v);
        }
        if (line.get() != WatchedDevice.level(total)) {
            wrong.add("the line is " + line + " after " + total + " writes");
        }
    }

    private void change(DeviceSlot slot, int what, WatchedDevice.Factory a, WatchedDevice.Factory b) throws Exception {
        switch (what) {
            case 0 -> assertThrows(DeviceException.class, () -> slot.swap("dead"));
            case 1 -> {
                boolean first = slot.kind().equals("a");
                WatchedDevice.Factory gone = first ? a : b;
                host.removeFactory(gone); // the slot is vacant, and accesses stand
                host.addFactory(gone, first ? "a" : "b", 0, first ? 1 : 2);
            }
            default -> slot.swap(what % 2 == 0 ? "a" : "b");
        }
    }
}
