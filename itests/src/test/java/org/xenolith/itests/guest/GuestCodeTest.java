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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** Code that changes, moves, faults or is interrupted while it is hot does the same in every tier: what it must. */
@InContainer
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class GuestCodeTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int ONE_CPU = 15;
    private static final int TWO_CPUS = 17;

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

    private static void assertAllPassed(int cases, String printed) {
        assertTrue(printed.endsWith("code: done cases=" + cases + " failures=0\r\n"), printed);
        assertEquals(
                cases, printed.lines().filter(line -> line.startsWith("ok ")).count(), printed);
    }

    private static long classesLoaded() {
        return ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
    }

    @ParameterizedTest(name = "{0}, GIC{1}")
    @CsvSource({"interpreter, v3", "compiled, v3", "compiled, v2"})
    void whatIsExecutedIsWhatIsThereNow(String tier, String gic, @Service Hypervisor hypervisor) throws Exception {
        MachineSpec machine = MachineSpec.PLAIN.withGic(gic).withVcpus(2).with("tier", tier);
        assertAllPassed(TWO_CPUS, run(hypervisor, machine.bare("code", "code", "changes=1000")).console);
    }

    @Test
    void theTiersCannotBeToldApartInCountedTime(@Service Hypervisor hypervisor) throws Exception {
        MachineSpec machine = MachineSpec.PLAIN.counted();
        DomainConfig interpreted = machine.with("tier", "interpreter").bare("code", "code", "heat=1 cpus=1");
        DomainConfig compiled = machine.with("tier", "compiled").bare("code", "code", "heat=1 cpus=1");
        Trace expected = run(hypervisor, interpreted);
        assertAllPassed(ONE_CPU, expected.console);

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
