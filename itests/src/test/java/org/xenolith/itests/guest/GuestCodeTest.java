// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** Code that changes, moves, faults or is interrupted while it is hot does what it must, in every tier. */
@InContainer
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class GuestCodeTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CASES = 17;

    @ParameterizedTest(name = "{0}, GIC{1}")
    @CsvSource({"interpreter, v3", "compiled, v3", "compiled, v2"})
    void whatIsExecutedIsWhatIsThereNow(String tier, String gic, @Service Hypervisor hypervisor) throws Exception {
        MachineSpec machine = MachineSpec.PLAIN.withGic(gic).withVcpus(2).with("tier", tier);
        try (Running guest = Running.start(hypervisor, machine.bare("code", "code", "changes=1000"))) {
            ShutdownReason end = guest.domain().ended().get(3, TimeUnit.MINUTES);
            String printed = guest.console().complete(LIMIT);
            assertEquals(ShutdownReason.POWEROFF, end, printed);
            assertTrue(printed.endsWith("code: done cases=" + CASES + " failures=0\r\n"), printed);
            assertEquals(
                    CASES,
                    printed.lines().filter(line -> line.startsWith("ok ")).count(),
                    printed);
        }
    }
}
