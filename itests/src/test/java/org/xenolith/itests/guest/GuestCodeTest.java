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

    @ParameterizedTest(name = "{0}, GIC{1}, {2} blocks")
    @CsvSource({
        "interpreter, v3, 131072",
        "compiled, v3, 131072",
        "compiled, v2, 131072",
        "compiled-at-once, v3, 131072",
        "compiled, v3, 64"
    })
    void whatIsExecutedIsWhatIsThereNow(String tier, String gic, String blocks, @Service Hypervisor hypervisor)
            throws Exception {
        MachineSpec machine =
                MachineSpec.PLAIN.withGic(gic).withVcpus(2).with("tier", tier).with("code-blocks", blocks);
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
