// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.api.code.BlockListing;
import org.xenolith.api.code.CodeCounters;
import org.xenolith.api.code.GuestCode;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** What a domain tells of its code: blocks as guest code, IR and bytecode, and counters. */
@InContainer
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CodeToolsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long ENTRY = 0x4000_0000L;

    @ParameterizedTest
    @ValueSource(strings = {"interpreter", "compiled"})
    void aGuestThatHasEndedIsAccountedFor(String tier, @Service Hypervisor hypervisor) throws Exception {
        try (Running guest = Running.start(
                hypervisor, MachineSpec.PLAIN.with("tier", tier).bare("told", "loop", "rounds=3 n=3000000"))) {
            Domain domain = guest.domain();
            domain.ended().get(1, TimeUnit.MINUTES);
            domain.atSafepoint(() -> {}); // the vCPU that has ended it is done with its last instruction
            CodeCounters counters = domain.code().orElseThrow().counters();
            long executed =
                    domain.vcpus().stream().mapToLong(Vcpu::instructions).sum();
            assertEquals(
                    executed,
                    counters.execution().interpreted() + counters.execution().compiled());
            assertTrue(counters.blocks().translated() > 10, counters.text());
            if (tier.equals("compiled")) {
                assertTrue(counters.execution().compiled() > executed / 2, counters.text());
                assertTrue(counters.regions().compiled() > 0, counters.text());
            } else {
                assertEquals(0, counters.execution().compiled(), counters.text());
                assertEquals(0, counters.regions().compiled(), counters.text());
            }
        }
    }

    @Test
    void aBlockIsShownWhileTheGuestRuns(@Service Hypervisor hypervisor) throws Exception {
        try (Running guest = Running.start(
                hypervisor, MachineSpec.PLAIN.with("tier", "compiled").bare("shown", "lines", "lines=900000"))) {
            Domain domain = guest.domain();
            guest.console().await("line 000100", 0, LIMIT);
            GuestCode code = domain.code().orElseThrow();
            List<BlockListing> found = new ArrayList<>();
            domain.atSafepoint(() -> {
                code.block(0, domain.vcpus().getFirst().register("pc")).ifPresent(found::add);
                code.block(0, ENTRY).ifPresent(found::add);
            });
            assertEquals(2, found.size());
            for (BlockListing listing : found) {
                assertTrue(
                        listing.instructions().stream().allMatch(i -> i.code().matches("[0-9a-f]{8}")));
                assertTrue(listing.text().contains("return"), listing.text());
                assertTrue(
                        listing.instructions().stream().noneMatch(i -> i.text().isBlank()), listing.text());
            }
            BlockListing.Instruction first = found.getLast().instructions().getFirst();
            assertTrue(first.text().startsWith("b 0x"), first.text());
        }
    }
}
