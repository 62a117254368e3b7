// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.bus.Region;
import org.xenolith.api.cpu.RunState;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.hypervisor.DomainListener;
import org.xenolith.api.hypervisor.DomainState;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.memory.UnmappedAddressException;
import org.xenolith.api.platform.MachineContext;
import org.xenolith.api.platform.SlotSpec;
import org.xenolith.api.time.TimeMode;

@Timeout(60)
class HostTest {
    private static final long UART = 0x2200_0000L;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Host host = new Host(
            new HostSettings(1_000, 1, Duration.ofSeconds(30), 100), (level, message, cause) -> log.add(message));

    @AfterEach
    void stop() {
        host.close();
    }

    private FakePlatform platform(FakePlatform.Guest guest) {
        FakePlatform platform = new FakePlatform(guest);
        host.addPlatform(platform, "fake", 0, 1);
        return platform;
    }

    private static DomainConfig config(String name, int vcpus, TimeMode mode) {
        return new DomainConfig(name, "fake", 1 << 20, vcpus, Path.of("kernel"), Optional.empty(), "", mode, Map.of());
    }

    private static void addUart(MachineContext context) throws DomainException {
        try {
            context.addSlot(
                    new SlotSpec("uart0", "loop", List.of(new Region("uart0", UART, 0x1000)), Map.of()),
                    InterruptLine.UNCONNECTED);
        } catch (DeviceException e) {
            throw new DomainException("uart", e);
        }
    }

    @Test
    void aDomainRunsPausesContinuesAndGoes() throws Exception {
        for (TimeMode mode : TimeMode.values()) {
            FakePlatform platform = platform(context -> v -> RunState.RUNNING);
            Domain domain = host.create(config("d", 2, mode));
            assertEquals(DomainState.CREATED, domain.state());
            domain.pause();
            assertEquals(DomainState.CREATED, domain.state());
            domain.unpause();
            assertEquals(DomainState.RUNNING, domain.state());
            spinUntil(() -> domain.vcpus().get(1).instructions() > 0);
            domain.pause();
            assertEquals(DomainState.PAUSED, domain.state());
            long stood = domain.vcpus().get(0).instructions();
            domain.pause();
            domain.atSafepoint(() -> {});
            assertEquals(stood, domain.vcpus().get(0).instructions());
            domain.unpause();
            spinUntil(() -> domain.vcpus().get(0).instructions() > stood);
            assertSame(domain, host.domain(domain.id()).orElseThrow());
            assertSame(domain, host.domain("d").orElseThrow());
            domain.destroy();
            domain.destroy();
            assertEquals(DomainState.DESTROYED, domain.state());
            assertEquals(1, platform.machines.getFirst().closed.get());
            assertEquals(List.of(), host.domains());
            assertThrows(UnmappedAddressException.class, () -> domain.memory().read(0x4000_0000L, 8));
            assertThrows(IllegalStateException.class, () -> domain.atSafepoint(() -> {}));
            host.removePlatform(platform);
        }
        assertEquals(List.of(), log);
    }

    @Test
    void idsAreNeverUsedAgainAndNamesAre() throws Exception {
        platform(context -> v -> RunState.IDLE);
        Domain first = host.create(config("d", 1, TimeMode.WALL));
        assertThrows(DomainException.class, () -> host.create(config("d", 1, TimeMode.WALL)));
        first.destroy();
        Domain second = host.create(config("d", 1, TimeMode.WALL));
        assertTrue(second.id() > first.id());
    }

    @Test
    void configurationsThatCannotBeAreRefusedWithTheReason() {
        platform(context -> v -> RunState.IDLE);
        DomainConfig good = config("d", 1, TimeMode.WALL);
        for (DomainConfig bad : List.of(
                config("", 1, TimeMode.WALL),
                config("d", 0, TimeMode.WALL),
                new DomainConfig(
                        "d", "mips", good.memory(), 1, good.kernel(), good.ramdisk(), "", TimeMode.WALL, Map.of()),
                new DomainConfig("d", "fake", 4096, 1, good.kernel(), good.ramdisk(), "", TimeMode.WALL, Map.of()),
                new DomainConfig("d", "fake", -1, 1, good.kernel(), good.ramdisk(), "", TimeMode.WALL, Map.of()))) {
            assertFalse(assertThrows(DomainException.class, () -> host.create(bad))
                    .getMessage()
                    .isBlank());
        }
        assertEquals(List.of(), host.domains());
    }

    @Test
    void aGuestThatShutsDownEndsAndTellsEveryone() throws Exception {
        for (TimeMode mode : TimeMode.values()) {
            AtomicReference<MachineContext> way = new AtomicReference<>();
            FakePlatform platform = platform(context -> {
                way.set(context);
                return v -> {
                    if (v.instructions() == 50) {
                        way.get().shutdown(ShutdownReason.REBOOT);
                    }
                    return RunState.RUNNING;
                };
            });
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            DomainListener listener = recorder(heard);
            host.addListener(listener);
            Domain domain = host.create(config("d", 1, mode));
            domain.unpause();
            assertEquals(ShutdownReason.REBOOT, domain.ended().get(30, TimeUnit.SECONDS));
            assertEquals(DomainState.SHUTDOWN, domain.state());
            assertEquals(Optional.of(ShutdownReason.REBOOT), domain.shutdownReason());
            assertEquals(0, domain.memory().read(0x4000_0000L, 8), "its memory is still there");
            domain.unpause();
            assertEquals(DomainState.SHUTDOWN, domain.state());
            domain.destroy();
            assertEquals(List.of("created d", "ended d REBOOT", "destroyed d"), List.copyOf(heard));
            host.removeListener(listener);
            host.removePlatform(platform);
        }
    }

    private static DomainListener recorder(BlockingQueue<String> heard) {
        return new DomainListener() {
            @Override
            public void created(Domain domain) {
                heard.add("created " + domain.config().name());
            }

            @Override
            public void ended(Domain domain, ShutdownReason reason) {
                heard.add("ended " + domain.config().name() + " " + reason);
            }

            @Override
            public void destroyed(Domain domain) {
                heard.add("destroyed " + domain.config().name());
            }
        };
    }

    @Test
    void aListenerMayDestroyTheDomainWhoseEndItHearsOf() throws Exception {
        platform(context -> v -> RunState.IDLE);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        host.addListener(new DomainListener() {
            @Override
            public void ended(Domain domain, ShutdownReason reason) {
                domain.destroy();
                heard.add("gone");
            }
        });
        Domain domain = host.create(config("d", 1, TimeMode.WALL));
        domain.unpause();
        domain.shutdown(ShutdownReason.CRASH);
        assertEquals("gone", heard.poll(30, TimeUnit.SECONDS));
        assertEquals(DomainState.DESTROYED, domain.state());
    }

    @Test
    void aLateListenerHearsOfTheDomainsThatAreThere() throws Exception {
        platform(context -> v -> RunState.IDLE);
        host.create(config("early", 1, TimeMode.WALL));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        host.addListener(recorder(heard));
        assertEquals("created early", heard.poll());
    }

    @Test
    void aHostBugCrashesOnlyItsDomain() throws Exception {
        FakePlatform bad = platform(context -> v -> {
            throw new IllegalStateException("boom");
        });
        Domain victim = host.create(config("victim", 1, TimeMode.WALL));
        host.removePlatform(bad);
        platform(context -> v -> RunState.RUNNING);
        Domain other = host.create(config("other", 1, TimeMode.WALL));
        other.unpause();
        victim.unpause();
        assertEquals(ShutdownReason.CRASH, victim.ended().get(30, TimeUnit.SECONDS));
        assertEquals(DomainState.RUNNING, other.state());
        assertEquals(1, log.size());
        assertTrue(log.getFirst().contains("victim"));
    }

    @Test
    void aGuestThreadCannotMakeItselfStand() throws Exception {
        BlockingQueue<Throwable> refused = new LinkedBlockingQueue<>();
        platform(context -> v -> {
            for (Runnable wrong : List.<Runnable>of(
                    () -> context.domain().pause(), () -> context.domain().destroy(), () -> context.domain()
                            .atSafepoint(() -> {}))) {
                refused.add(assertThrows(IllegalStateException.class, wrong::run));
            }
            return RunState.OFF;
        });
        host.create(config("d", 1, TimeMode.WALL)).unpause();
        for (int i = 0; i < 3; i++) {
            assertTrue(refused.poll(30, TimeUnit.SECONDS).getMessage().contains("thread that executes a guest"));
        }
    }

    @Test
    void safepointsNestAndADomainMayBeDestroyedInOne() throws Exception {
        platform(context -> v -> RunState.RUNNING);
        Domain domain = host.create(config("d", 2, TimeMode.WALL));
        domain.unpause();
        List<String> order = new ArrayList<>();
        domain.atSafepoint(() -> {
            domain.atSafepoint(() -> order.add("inner"));
            order.add("outer");
            domain.destroy();
        });
        assertEquals(List.of("inner", "outer"), order);
        assertEquals(DomainState.DESTROYED, domain.state());
    }

    @Test
    void aPlatformThatFailsLeavesNothingBehind() throws Exception {
        host.addFactory(new LoopbackDevice.Factory("loop"), "loop", 0, 1);
        AtomicReference<MachineContext> kept = new AtomicReference<>();
        FakePlatform failing = platform(context -> {
            kept.set(context);
            addUart(context);
            throw new IllegalStateException("no such image");
        });
        DomainException e = assertThrows(DomainException.class, () -> host.create(config("d", 1, TimeMode.WALL)));
        assertTrue(e.getMessage().contains("no such image"));
        assertEquals(List.of(), kept.get().bus().regions());
        assertEquals(0, kept.get().memory().size());
        assertEquals(DomainState.DESTROYED, kept.get().domain().state());
        host.removePlatform(failing);
        platform(context -> {
            addUart(context);
            return v -> RunState.IDLE;
        });
        Domain domain = host.create(config("d", 1, TimeMode.WALL));
        assertEquals(-3, domain.events().bindInterdomain(kept.get().domain().id(), 1));
    }

    @Test
    void twoSlotsOfOneNameAreRefused() {
        host.addFactory(new LoopbackDevice.Factory("loop"), "loop", 0, 1);
        platform(context -> {
            addUart(context);
            addUart(context);
            return v -> RunState.IDLE;
        });
        assertThrows(DomainException.class, () -> host.create(config("d", 1, TimeMode.WALL)));
    }

    @Test
    void theWrongNumberOfVcpusIsAFailureOfThePlatform() {
        host.addPlatform(
                context -> new FakePlatform.FakeMachine(context, v -> RunState.IDLE) {
                    @Override
                    public List<org.xenolith.api.cpu.Vcpu> vcpus() {
                        return List.of();
                    }
                },
                "fake",
                0,
                1);
        assertThrows(DomainException.class, () -> host.create(config("d", 1, TimeMode.WALL)));
    }

    @Test
    void upcallsThatComeDuringConstructionAreDeliveredAfterwards() throws Exception {
        FakePlatform platform = platform(context -> {
            int port = context.events().bindHost(() -> {});
            context.events().raise(port);
            return v -> RunState.IDLE;
        });
        host.create(config("d", 1, TimeMode.WALL));
        assertEquals(List.of(0), platform.machines.getFirst().upcalls);
    }

    @Test
    void aVcpuThatWaitsForADeviceCanBePausedAndDestroyed() throws Exception {
        for (TimeMode mode : TimeMode.values()) {
            LoopbackDevice.Factory factory = new LoopbackDevice.Factory("loop");
            host.addFactory(factory, "loop", 0, 1);
            BlockingQueue<String> events = new LinkedBlockingQueue<>();
            FakePlatform platform = platform(context -> {
                addUart(context);
                MmioBus.MmioPort port = context.bus().open(0);
                return v -> {
                    events.add("before");
                    try {
                        events.add("read " + port.read(UART, 8));
                    } catch (BusFault e) {
                        events.add(e.getMessage());
                    }
                    return RunState.IDLE;
                };
            });
            Domain domain = host.create(config("d", 1, mode));
            host.removeFactory(factory);
            assertFalse(domain.slot("uart0").orElseThrow().occupied());
            domain.unpause();
            assertEquals("before", events.poll(30, TimeUnit.SECONDS));
            domain.pause();
            domain.unpause();
            domain.atSafepoint(() -> {});
            assertEquals(List.of(), List.copyOf(events));
            host.addFactory(factory, "loop", 0, 1);
            assertEquals("read 0", events.poll(30, TimeUnit.SECONDS));
            host.removeFactory(factory);
            platform.machines.getFirst().interrupt(0);
            assertEquals("before", events.poll(30, TimeUnit.SECONDS));
            domain.destroy();
            assertEquals("unclaimed address", events.poll(30, TimeUnit.SECONDS));
            host.removePlatform(platform);
        }
    }

    @Test
    void consoleCapacitiesAreSettingsOfTheSlot() throws Exception {
        host.addFactory(new LoopbackDevice.Factory("loop"), "loop", 0, 1);
        platform(context -> {
            try {
                context.addSlot(
                        new SlotSpec("u", "loop", List.of(), Map.of("console.in", "32", "console.out", "128")),
                        InterruptLine.UNCONNECTED);
                assertThrows(
                        DeviceException.class,
                        () -> context.addSlot(
                                new SlotSpec("w", "loop", List.of(), Map.of("console.in", "many")),
                                InterruptLine.UNCONNECTED));
            } catch (DeviceException e) {
                throw new DomainException("u", e);
            }
            return v -> RunState.IDLE;
        });
        Domain domain = host.create(config("d", 1, TimeMode.WALL));
        assertEquals(32, domain.console().orElseThrow().offer(new byte[100], 0, 100));
    }

    @Test
    void aListenerThatRefusesADomainEndsItsCreation() throws Exception {
        FakePlatform platform = platform(context -> v -> RunState.IDLE);
        List<String> told = new ArrayList<>();
        host.addListener(new DomainListener() {
            @Override
            public void admit(Domain domain) {
                told.add("admitted");
            }

            @Override
            public void created(Domain domain) {
                told.add("created");
            }

            @Override
            public void destroyed(Domain domain) {
                told.add("destroyed with " + domain.memory().size());
            }
        });
        DomainListener refusing = new DomainListener() {
            @Override
            public void admit(Domain domain) throws DomainException {
                throw new DomainException("no room");
            }
        };
        host.addListener(refusing);
        DomainConfig config = config("d", 1, TimeMode.WALL);
        assertEquals(
                "no room",
                assertThrows(DomainException.class, () -> host.create(config)).getMessage());
        assertEquals(List.of("admitted", "destroyed with " + config.memory()), told);
        assertEquals(List.of(), host.domains());
        assertEquals(1, platform.machines.getFirst().closed.get());
        host.removeListener(refusing);
        host.create(config);
        assertEquals("created", told.getLast());
    }

    static void spinUntil(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
