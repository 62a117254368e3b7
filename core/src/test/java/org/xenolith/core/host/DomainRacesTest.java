// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.bus.Region;
import org.xenolith.api.cpu.RunState;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.hypervisor.DomainState;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.platform.MachineContext;
import org.xenolith.api.platform.SlotSpec;
import org.xenolith.api.time.TimeMode;
import org.xenolith.core.run.FakeVcpu;

/** Everything at once, with guests at full speed; each test ends by itself or by its time limit. */
@Timeout(120)
class DomainRacesTest {
    private static final long UART = 0x2200_0000L;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Host host = new Host(
            new HostSettings(200, 1, Duration.ofSeconds(60), 1_000), (level, message, cause) -> log.add(message));

    @AfterEach
    void stop() {
        host.close();
    }

    private static DomainConfig config(String name, int vcpus, TimeMode mode) {
        return new DomainConfig(name, "fake", 1 << 20, vcpus, Path.of("kernel"), Optional.empty(), "", mode, Map.of());
    }

    private static void addUart(MachineContext context) throws DomainException {
        try {
            context.addSlot(
                    new SlotSpec("uart0", "a", List.of(new Region("uart0", UART, 0x1000)), Map.of()),
                    InterruptLine.UNCONNECTED);
        } catch (DeviceException e) {
            throw new DomainException("uart", e);
        }
    }

    @Test
    void lifeCycleCallsFromManyThreadsNeitherHangNorOverlap() throws Exception {
        AtomicInteger overlaps = new AtomicInteger();
        for (int round = 0; round < 60; round++) {
            FakePlatform platform =
                    new FakePlatform(context -> v -> v.instructions() % 64 == 63 ? RunState.IDLE : RunState.RUNNING);
            host.addPlatform(platform, "fake", 0, 1);
            TimeMode mode = round % 2 == 0 ? TimeMode.WALL : TimeMode.COUNTED;
            Domain domain = host.create(config("d" + round, 2, mode));
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Random random = new Random(round * 10L + t);
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 60; i++) {
                        disturb(domain, platform.machines.getFirst(), random, overlaps);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            domain.destroy();
            assertEquals(DomainState.DESTROYED, domain.state());
            assertEquals(1, platform.machines.getFirst().closed.get());
            host.removePlatform(platform);
        }
        assertEquals(0, overlaps.get());
        assertEquals(List.of(), log);
        assertEquals(
                0,
                Thread.getAllStackTraces().keySet().stream()
                        .filter(t -> t.getName().contains("vcpu"))
                        .count());
    }

    private static void disturb(
            Domain domain, FakePlatform.FakeMachine machine, Random random, AtomicInteger overlaps) {
        try {
            switch (random.nextInt(200)) {
                case 0 -> domain.destroy();
                case 1, 2 -> domain.shutdown(ShutdownReason.POWEROFF);
                default -> disturbGently(domain, machine, random, overlaps);
            }
        } catch (IllegalStateException e) {
            assertEquals(DomainState.DESTROYED, domain.state());
        }
    }

    private static void disturbGently(
            Domain domain, FakePlatform.FakeMachine machine, Random random, AtomicInteger overlaps) {
        switch (random.nextInt(4)) {
            case 0 -> domain.pause();
            case 1 -> domain.unpause();
            case 2 -> machine.interrupt(random.nextInt(2));
            default ->
                domain.atSafepoint(() -> {
                    for (Vcpu vcpu : machine.vcpus()) {
                        overlaps.addAndGet(((FakeVcpu) vcpu).running() ? 1 : 0);
                    }
                });
        }
    }

    @Test
    void swapsUnderLoadLoseNoWriteNoByteAndStallBriefly() throws Exception {
        host.addFactory(new LoopbackDevice.Factory("a"), "a", 0, 1);
        host.addFactory(new LoopbackDevice.Factory("b"), "b", 0, 2);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong[] written = {new AtomicLong(), new AtomicLong()};
        host.addPlatform(
                new FakePlatform(context -> {
                    addUart(context);
                    MmioBus.MmioPort[] ports = {
                        context.bus().open(0), context.bus().open(1)
                    };
                    return v -> {
                        write(ports[v.id()], v.id(), written[v.id()]);
                        return stop.get() ? RunState.OFF : RunState.RUNNING;
                    };
                }),
                "fake",
                0,
                1);
        Domain domain = host.create(config("d", 2, TimeMode.WALL));
        AtomicLong[] received = {new AtomicLong(), new AtomicLong()};
        domain.console().orElseThrow().attach((data, offset, length) -> count(data, offset, length, received), false);
        domain.unpause();
        DeviceSlot slot = domain.slot("uart0").orElseThrow();
        int swaps = 5_000;
        long[] stalls = new long[swaps];
        for (int i = 0; i < swaps; i++) {
            stalls[i] = slot.swap(i % 2 == 0 ? "b" : "a").stallNanos();
        }
        stop.set(true);
        HostTest.spinUntil(() -> domain.vcpus().stream().allMatch(v -> v.state() == RunState.OFF));
        long total = written[0].get() + written[1].get();
        assertEquals(total, domain.bus().open(0).read(UART, 8), "the device's own count went along");
        HostTest.spinUntil(() -> received[0].get() + received[1].get()
                == total - domain.console().orElseThrow().counters().refused());
        assertEquals(swaps, slot.generation());
        assertTrue(written[0].get() > 0 && written[1].get() > 0);
        Arrays.sort(stalls);
        System.getLogger("swaps")
                .log(
                        System.Logger.Level.INFO,
                        "stall median {0} ns, 99th percentile {1} ns, {2} writes",
                        stalls[swaps / 2],
                        stalls[swaps * 99 / 100],
                        total);
        assertEquals(List.of(), log);
    }

    private static void write(MmioBus.MmioPort port, int vcpu, AtomicLong written) {
        try {
            if (port.read(UART + 8, 4) > 4) {
                port.write(UART, 1, vcpu);
                written.incrementAndGet();
            }
        } catch (BusFault e) {
            throw new IllegalStateException(e);
        }
    }

    private static void count(byte[] data, int offset, int length, AtomicLong[] received) {
        for (int i = 0; i < length; i++) {
            received[data[offset + i]].incrementAndGet();
        }
    }

    @Test
    void factoriesThatComeAndGoUnderLoadLoseNoWrite() throws Exception {
        LoopbackDevice.Factory factory = new LoopbackDevice.Factory("a");
        host.addFactory(factory, "a", 0, 1);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        host.addPlatform(
                new FakePlatform(context -> {
                    addUart(context);
                    MmioBus.MmioPort port = context.bus().open(0);
                    return v -> {
                        write(port, 0, written);
                        return stop.get() ? RunState.OFF : RunState.RUNNING;
                    };
                }),
                "fake",
                0,
                1);
        for (TimeMode mode : TimeMode.values()) {
            stop.set(false);
            written.set(0);
            Domain domain = host.create(config("d" + mode, 1, mode));
            domain.unpause();
            for (int i = 0; i < 1_000; i++) {
                host.removeFactory(factory);
                host.addFactory(factory, "a", 0, 1);
            }
            stop.set(true);
            HostTest.spinUntil(() -> domain.vcpus().getFirst().state() == RunState.OFF);
            assertEquals(written.get(), domain.bus().open(0).read(UART, 8));
            assertEquals(1_000, domain.slot("uart0").orElseThrow().generation());
            domain.destroy();
        }
        assertEquals(List.of(), log);
    }

    @Test
    void aThousandIdleDomainsCostLittle() throws Exception {
        host.addFactory(new LoopbackDevice.Factory("a"), "a", 0, 1);
        host.addPlatform(
                new FakePlatform(context -> {
                    addUart(context);
                    return v -> RunState.IDLE;
                }),
                "fake",
                0,
                1);
        long before = usedHeap();
        int threads = Thread.activeCount();
        for (int i = 0; i < 1_000; i++) {
            host.create(config("d" + i, 1, TimeMode.WALL));
        }
        long each = (usedHeap() - before) / 1_000;
        assertTrue(each < 64 * 1024, () -> each + " bytes of heap for each domain");
        assertTrue(Thread.activeCount() <= threads + 2, "domains that have not run have no threads");
        List<Domain> all = host.domains();
        all.forEach(Domain::unpause);
        HostTest.spinUntil(() -> all.stream().allMatch(d -> d.vcpus().getFirst().instructions() == 1));
        long start = System.nanoTime();
        all.forEach(d -> d.atSafepoint(() -> {}));
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10));
        all.forEach(Domain::destroy);
        assertEquals(List.of(), host.domains());
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void twoRunsInCountedTimeAreAlike() throws Exception {
        assertEquals(trace("first"), trace("second"));
    }

    /** Two vCPUs that echo scripted input and are woken by timers; returns what they saw and when. */
    private String trace(String name) throws Exception {
        StringBuilder trace = new StringBuilder();
        FakePlatform platform = new FakePlatform(context -> {
            addUart(context);
            MmioBus.MmioPort[] ports = {context.bus().open(0), context.bus().open(1)};
            return v -> {
                long now = context.clock().nanos();
                if (v.instructions() % 30 == 29) {
                    write(ports[v.id()], v.id(), new AtomicLong());
                    trace.append(v.id()).append('@').append(now).append(' ');
                }
                if (v.instructions() == 5_000) {
                    context.shutdown(ShutdownReason.POWEROFF);
                }
                if (v.instructions() % 700 != 699) {
                    return RunState.RUNNING;
                }
                context.clock().alarm(() -> wake(context, v)).set(now + 12_345);
                return RunState.IDLE;
            };
        });
        host.addFactory(new LoopbackDevice.Factory("a"), "a", 0, 1);
        host.addPlatform(platform, "fake", 0, 1);
        Domain domain = host.create(config(name, 2, TimeMode.COUNTED));
        domain.unpause();
        AtomicBoolean done = new AtomicBoolean();
        Thread disturber = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                domain.pause();
                domain.unpause();
            }
        });
        domain.ended().get(60, TimeUnit.SECONDS);
        done.set(true);
        disturber.join();
        domain.destroy();
        host.removePlatform(platform);
        assertTrue(trace.length() > 1_000);
        return trace.toString();
    }

    private static void wake(MachineContext context, FakeVcpu vcpu) {
        vcpu.interrupt();
        context.wake(vcpu.id());
    }
}
