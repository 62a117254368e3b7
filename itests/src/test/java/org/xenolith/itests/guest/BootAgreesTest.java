// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/**
 * In counted time a distribution's kernel boots to its shell, runs programs and powers off in every tier with the same
 * bytes on its console after the same number of instructions.
 */
@InContainer
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BootAgreesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long SECOND = 1_000_000_000;
    private static final long SHELL = 4 * SECOND;

    /**
     * What can be seen of a run.
     *
     * @param instructions that the vCPU completed
     * @param nanos virtual time at the end
     */
    private record Trace(String console, long instructions, long nanos) {}

    private static Trace run(Hypervisor hypervisor, String tier) throws Exception {
        DomainConfig config = MachineSpec.PLAIN.counted().with("tier", tier).debian("boot", "");
        long start = System.nanoTime();
        try (Running guest = Running.create(hypervisor, config)) {
            Domain domain = guest.domain();
            type(domain, SHELL, "cat /proc/interrupts; ls -lR /sys/bus | md5sum\r");
            type(domain, SHELL + 2 * SECOND, "poweroff\r");
            domain.unpause();
            ShutdownReason end = domain.ended().get(4, TimeUnit.MINUTES);
            domain.atSafepoint(() -> {}); // where it stands the vCPU does not count any more
            String printed = guest.console().complete(LIMIT);
            assertEquals(ShutdownReason.POWEROFF, end, printed);
            long instructions =
                    domain.vcpus().stream().mapToLong(Vcpu::instructions).sum();
            System.out.printf(
                    "boot in counted time, %s: %,d instructions, %,d bytes on the console, %.1f s%n",
                    tier, instructions, printed.length(), (System.nanoTime() - start) / (double) SECOND);
            return new Trace(printed, instructions, domain.clock().nanos());
        }
    }

    private static void type(Domain domain, long nanos, String text) {
        domain.console().orElseThrow().inputAt(nanos, text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void theBootIsTheSameInEveryTier(@Service Hypervisor hypervisor) throws Exception {
        Trace interpreted = run(hypervisor, "interpreter");
        assertTrue(interpreted.console.contains("shell ready"), interpreted.console);
        assertTrue(interpreted.console.contains("uart-pl011"), interpreted.console);
        assertTrue(interpreted.console.matches("(?s).*\\n[0-9a-f]{32}  -.*"), interpreted.console);
        assertEquals(interpreted, run(hypervisor, "compiled"));
        assertEquals(interpreted, run(hypervisor, "compiled-at-once"));
    }
}
