// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus.MmioPort;
import org.xenolith.api.bus.Region;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** Guests that do what they must not: it ends in their own faults and error codes, and nobody else notices. */
@InContainer
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HostileGuestTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ACCESSES = 100_000;
    private static final int CALLS = 100_000;
    private static final int NEIGHBOURS_LINES = 3_000;
    private static final int[] WIDTHS = {1, 2, 4, 8};

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final LogListener listener = this::logged;

    @BeforeEach
    void watchTheLog(@Service LogReaderService log) {
        log.addLogListener(listener);
    }

    private void logged(LogEntry entry) {
        if (entry.getException() != null) {
            failures.add(entry.getBundle() + ": " + entry.getMessage() + ": " + entry.getException());
        }
    }

    @AfterEach
    void theHostHasLoggedNoException(@Service LogReaderService log) {
        log.removeLogListener(listener);
        assertEquals(List.of(), failures);
    }

    private static Stream<Arguments> rogues() {
        List<Arguments> all = new ArrayList<>();
        for (String gic : List.of("v2", "v3")) {
            for (String profile : List.of("architectural", "xen")) {
                for (int seed : new int[] {1, 4711, 987_654_321}) {
                    all.add(Arguments.of(gic, profile, seed));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "GIC{0}, {1}, seed {2}")
    @MethodSource("rogues")
    void aRogueEndsByItselfAndItsNeighbourGoesOn(String gic, String profile, int seed, @Service Hypervisor hypervisor)
            throws Exception {
        MachineSpec machine = MachineSpec.PLAIN.withGic(gic).with("profile", profile);
        try (Running neighbour = neighbour(hypervisor);
                Running rogue =
                        Running.start(hypervisor, machine.bare("rogue", "rogue", "seed=" + seed + " steps=3000"))) {
            awaitEnd(rogue);
            String printed = rogue.console().complete(LIMIT);
            assertTrue(number(printed, "rogue: done steps=3000 faults=([0-9]+)") > 1_000, printed);
            check(neighbour);
        }
    }

    @ParameterizedTest(name = "GIC{0}, {1}, Xen {2}, {3} builder, seed {4}")
    @CsvSource({
        "v3, architectural, 4.23, libxl, 1",
        "v2, xen, 4.23, libxl, 2",
        "v3, xen, 4.17, libxl, 3",
        "v2, architectural, 4.23, dom0less, 4"
    })
    void anyCallIsAnsweredOrFaults(
            String gic, String profile, String release, String builder, int seed, @Service Hypervisor hypervisor)
            throws Exception {
        MachineSpec machine = MachineSpec.PLAIN
                .withGic(gic)
                .with("profile", profile)
                .with("xen-release", release)
                .with("builder", builder);
        try (Running neighbour = neighbour(hypervisor);
                Running caller =
                        Running.start(hypervisor, machine.bare("calls", "calls", "seed=" + seed + " n=" + CALLS))) {
            awaitEnd(caller);
            String printed = caller.console().complete(LIMIT);
            assertEquals(CALLS, number(printed, "calls: done n=([0-9]+) "));
            assertTrue(number(printed, " refused=([0-9]+)") > CALLS / 10, printed);
            check(neighbour);
        }
    }

    private static void awaitEnd(Running guest) throws Exception {
        Domain domain = guest.domain();
        try {
            assertEquals(ShutdownReason.POWEROFF, domain.ended().get(20, TimeUnit.SECONDS), guest.console()::text);
        } catch (TimeoutException e) {
            domain.pause();
            Vcpu vcpu = domain.vcpus().getFirst();
            throw new AssertionError(
                    domain + " does not end: vCPU " + vcpu.state() + ", " + vcpu.instructions() + " instructions, pc 0x"
                            + Long.toHexString(vcpu.register("pc")) + ", last exception 0x"
                            + Long.toHexString(vcpu.register("esr_el1")) + " at 0x"
                            + Long.toHexString(vcpu.register("elr_el1")) + ", address 0x"
                            + Long.toHexString(vcpu.register("far_el1")) + ", console:\n"
                            + guest.console().text(),
                    e);
        }
    }

    /** A guest that shall not notice what goes on beside it. */
    private static Running neighbour(Hypervisor hypervisor) throws Exception {
        return Running.start(hypervisor, MachineSpec.PLAIN.bare("lines", "lines", "lines=" + NEIGHBOURS_LINES));
    }

    private static void check(Running neighbour) throws Exception {
        assertEquals(ShutdownReason.POWEROFF, neighbour.domain().ended().get(30, TimeUnit.SECONDS));
        Lines.assertSameText(Lines.text(NEIGHBOURS_LINES), neighbour.console().complete(LIMIT));
    }

    private static long number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), () -> "no " + pattern + " in " + text);
        return Long.parseLong(found.group(1));
    }

    @ParameterizedTest(name = "GIC{0}, {1}, {2} with profile {3}")
    @CsvSource({
        "v3, architectural, pl011, mainline-xen",
        "v3, xen, pl011, extended",
        "v2, architectural, pl011, seed",
        "v2, xen, vuart, mainline-xen"
    })
    void anyAccessToAnyRegionEndsInAValueOrABusFault(
            String gic, String profile, String uart, String uartProfile, @Service Hypervisor hypervisor)
            throws Exception {
        MachineSpec machine = MachineSpec.PLAIN
                .withGic(gic)
                .withVcpus(4)
                .with("profile", profile)
                .with("uart", uart)
                .with("uart-profile", uartProfile);
        Random random = new Random((gic + profile + uart + uartProfile).hashCode());
        try (Running guest = Running.create(hypervisor, machine.bare("bus", "lines", ""))) {
            Domain domain = guest.domain();
            List<MmioPort> ports = new ArrayList<>();
            for (int vcpu = 0; vcpu < 4; vcpu++) {
                ports.add(domain.bus().open(vcpu));
            }
            List<Region> regions = domain.bus().regions();
            assertTrue(regions.stream().anyMatch(region -> region.name().equals("uart0")), regions.toString());
            assertTrue(regions.size() >= 3, regions.toString());
            for (Region region : regions) {
                int values = 0;
                for (int n = 0; n < ACCESSES; n++) {
                    values += access(ports.get(random.nextInt(4)), region, random) ? 1 : 0;
                }
                assertTrue(values > 0, "nothing but faults in " + region);
            }
            // It still runs, and stops.
            domain.unpause();
        }
    }

    /** Makes one access in or at the end of a region; false if it ends in a bus fault. */
    private static boolean access(MmioPort port, Region region, Random random) {
        int width = WIDTHS[random.nextInt(WIDTHS.length)];
        long offset = random.nextLong(random.nextInt(4) == 0 ? region.size() : Math.min(region.size(), 0x1000));
        long address = region.base() + (random.nextInt(8) == 0 ? offset : offset & -width);
        long value = random.nextBoolean() ? random.nextLong() : 1L << random.nextInt(64);
        value &= -1L >>> 64 - 8 * width;
        try {
            if (random.nextBoolean()) {
                port.write(address, width, value);
            } else {
                port.read(address, width);
            }
            return true;
        } catch (BusFault fault) {
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError(
                    String.format("%s: address 0x%x width %d value 0x%x", region, address, width, value), e);
        }
    }
}
