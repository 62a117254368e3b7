// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
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
 * In counted time a guest's console and instruction counts are the same in every tier.
 *
 * <p>Nothing else is compiled in this class: the classes that are loaded tell whether hot code was.
 */
@InContainer
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class TiersAgreeTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int ONE_CPU = 15;

    /**
     * What can be seen of a run.
     *
     * @param instructions of each vCPU
     */
    private record Trace(String console, List<Long> instructions) {}

    private static Trace run(Hypervisor hypervisor, DomainConfig config) throws Exception {
        try (Running guest = Running.start(hypervisor, config)) {
            Domain domain = guest.domain();
            ShutdownReason end = domain.ended().get(3, TimeUnit.MINUTES);
            domain.atSafepoint(() -> {}); // where they stand the vCPUs do not count any more
            String printed = guest.console().complete(LIMIT);
            assertEquals(ShutdownReason.POWEROFF, end, printed);
            return new Trace(
                    printed, domain.vcpus().stream().map(Vcpu::instructions).toList());
        }
    }

    private static long classesLoaded() {
        return ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
    }

    @Test
    void theTiersCannotBeToldApartInCountedTime(@Service Hypervisor hypervisor) throws Exception {
        MachineSpec machine = MachineSpec.PLAIN.counted();
        DomainConfig interpreted = machine.with("tier", "interpreter").bare("code", "code", "heat=1 cpus=1");
        DomainConfig compiled = machine.with("tier", "compiled").bare("code", "code", "heat=1 cpus=1");
        Trace expected = run(hypervisor, interpreted);
        assertTrue(expected.console.endsWith("code: done cases=" + ONE_CPU + " failures=0\r\n"), expected.console);

        long before = classesLoaded();
        assertEquals(expected, run(hypervisor, interpreted));
        long without = classesLoaded() - before;
        assertEquals(expected, run(hypervisor, compiled));
        long with = classesLoaded() - before - without;
        System.out.println("classes loaded for the guest \"code\": " + without + " to interpret it again, " + with
                + " to compile it");
        assertTrue(with >= without + ONE_CPU, "no hot code was compiled: " + without + ", " + with + " classes loaded");
    }
}
