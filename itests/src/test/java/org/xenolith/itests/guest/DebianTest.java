// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** Debian's arm64 kernel, unmodified: it boots, answers at its console, keeps its console through swaps, and ends. */
@InContainer
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DebianTest {
    /** Boots that need not be made every time; {@code -Dxenolith.guests=all} makes them. */
    private static final String ALL = "xenolith.guests";

    private static final Duration BOOT = Duration.ofMinutes(3);
    private static final int SWAPS = 1_000;
    private static final int LINES = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void answersAtItsConsoleAndLosesNothingInAThousandSwaps(@Service Hypervisor hypervisor) throws Exception {
        DomainConfig config = MachineSpec.PLAIN.debian("debian", "");
        try (Running guest = Running.start(hypervisor, config)) {
            Shell shell = Shell.await(guest.console(), BOOT);
            checkAnswers(shell, config);
            swapUnderFire(guest, shell);
            checkAnswers(shell, config);
            powerOff(guest, shell);
        }
    }

    @Test
    void bringsUpASecondCpuWithTheOlderInterruptController(@Service Hypervisor hypervisor) throws Exception {
        boots(hypervisor, MachineSpec.PLAIN.withGic("v2").withVcpus(2).with("builder", "dom0less"));
    }

    @ParameterizedTest(name = "GIC{0}, {1} vCPUs, {2}, {3}")
    @CsvSource({
        "v2, 1, libxl, architectural",
        "v2, 4, libxl, xen",
        "v3, 2, libxl, xen",
        "v3, 2, dom0less, architectural",
        "v3, 4, dom0less, xen"
    })
    void bootsOnEveryOtherMachine(String gic, int vcpus, String builder, String profile, @Service Hypervisor hypervisor)
            throws Exception {
        assumeTrue("all".equals(System.getProperty(ALL)), "only with -D" + ALL + "=all");
        boots(
                hypervisor,
                MachineSpec.PLAIN
                        .withGic(gic)
                        .withVcpus(vcpus)
                        .with("builder", builder)
                        .with("profile", profile));
    }

    private static void boots(Hypervisor hypervisor, MachineSpec machine) throws Exception {
        DomainConfig config = machine.debian("debian", "");
        try (Running guest = Running.start(hypervisor, config)) {
            Shell shell = Shell.await(guest.console(), BOOT);
            checkAnswers(shell, config);
            powerOff(guest, shell);
        }
    }

    private static void checkAnswers(Shell shell, DomainConfig config) throws InterruptedException {
        String system = shell.answer("uname -a");
        assertTrue(system.matches("(?s)Linux xenolith \\S+-cloud-arm64 #1 SMP .* aarch64 GNU/Linux\n"), system);
        assertEquals(config.vcpus() + "\n", shell.answer("nproc"));

        String interrupts = shell.answer("cat /proc/interrupts");
        assertTrue(interrupts.lines().anyMatch(line -> line.contains("uart-pl011")), interrupts);
        String timer = interrupts
                .lines()
                .filter(line -> line.contains("arch_timer"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(interrupts));
        String[] counts = timer.strip().split("\\s+");
        for (int cpu = 0; cpu < config.vcpus(); cpu++) {
            assertTrue(Long.parseLong(counts[1 + cpu]) > 0, "no timer interrupt on CPU " + cpu + ":\n" + interrupts);
        }

        String xen = shell.answer("dmesg | grep -i xen");
        if (config.settings().getOrDefault("builder", "libxl").equals("libxl")) {
            assertTrue(xen.matches("(?s).*Xen 4\\.\\d+ support found.*"), xen);
        } else {
            assertFalse(xen.contains("support found"), xen);
        }
    }

    private static void powerOff(Running guest, Shell shell) throws Exception {
        shell.begin("poweroff");
        assertEquals(ShutdownReason.POWEROFF, guest.domain().ended().get(60, TimeUnit.SECONDS), guest.console()::text);
    }

    /** Replaces the UART while Linux prints numbered lines through it, interrupt driven; then compares every byte. */
    private static void swapUnderFire(Running guest, Shell shell) throws InterruptedException, DeviceException {
        assertEquals("", shell.answer("dmesg -n 1"));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            lines.append("line ").append(i).append("\r\n");
        }
        String expected = lines.toString();
        DeviceSlot slot = guest.domain().slot("uart0").orElseThrow();
        Histogram stalls = new Histogram();

        int from = shell.begin("i=0; while [ $i -lt " + LINES + " ]; do echo line $i; i=$((i+1)); done");
        for (int n = 0; n < SWAPS; n++) {
            long progress = from + (long) expected.length() * n / (SWAPS + 1);
            assertTrue(
                    guest.console().awaitThat(() -> guest.console().length() >= progress, LIMIT),
                    () -> "the guest stands; swaps so far:\n" + stalls.table("stalls"));
            stalls.add(slot.swap("pl011").stallNanos());
            assertEquals(n + 1, slot.generation());
        }
        assertTrue(guest.console().length() < from + expected.length(), "the guest was done before the last swap");
        String printed = shell.end();
        System.out.println(stalls.table("stall of a Linux guest by a swap of its UART"));
        assertSame(expected.replace("\r\n", "\n"), printed);
        assertEquals(0, guest.domain().console().orElseThrow().counters().dropped());
    }

    private static void assertSame(String expected, String actual) {
        int at = Arrays.mismatch(expected.toCharArray(), actual.toCharArray());
        if (at >= 0) {
            assertEquals(around(expected, at), around(actual, at), "from character " + at);
        }
    }

    private static String around(String text, int at) {
        return text.substring(Math.min(text.length(), Math.max(0, at - 40)), Math.min(text.length(), at + 80));
    }
}
