// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.code.CodeCounters;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** Compiled guest code goes when its guest goes, and when the guest's memory holds other code. */
@InContainer
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class FootprintTest {
    /** How many minutes a Linux guest runs programs; some rounds only if it is not given. */
    private static final String MINUTES = "xenolith.stress.minutes";

    /** How many translated blocks it may have; few, so that the cache is full and emptied again and again. */
    private static final String BLOCKS = "xenolith.stress.blocks";

    private static final Duration BOOT = Duration.ofMinutes(3);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int DOMAINS = 100;
    private static final int SETTLED = 20;
    private static final int ROUNDS = 3;
    private static final int FIRST_ROUNDS = 2;
    private static final int CLASSES = 300;
    /** What {@code code-blocks} means for regions. */
    private static final int BLOCKS_TO_A_REGION = 32;

    private static final int LINUX_CLASSES = 2_500;
    private static final long MIB = 32;

    /** Processes come and go, and their code lies in other frames each time. */
    private static final String PROGRAMS =
            "i=0; while [ $i -lt 10 ]; do sh -c 'ls -lR /proc/1 /sys/bus | sort | md5sum;"
                    + " head -c 20000 /bin/busybox | gzip -c | gunzip -c | sha256sum; expr 3 + 4' >/dev/null 2>&1;"
                    + " i=$((i+1)); done; echo $i";

    @Test
    void nothingIsLeftOfAHundredDomains(@Service Hypervisor hypervisor) throws Exception {
        DomainConfig config = MachineSpec.PLAIN.with("tier", "compiled").bare("passing", "mix", "n=10 rounds=2");
        Footprint settled = null;
        for (int n = 0; n < DOMAINS; n++) {
            if (n == SETTLED) {
                settled = Footprint.now();
                System.out.println("after " + n + " domains: " + settled);
            }
            try (Running guest = Running.start(hypervisor, config)) {
                assertEquals(ShutdownReason.POWEROFF, guest.domain().ended().get(60, TimeUnit.SECONDS));
                String printed = guest.console().complete(LIMIT);
                assertTrue(printed.contains("mix: round=2") && !printed.contains("FAIL"), printed);
            }
        }
        Footprint end = Footprint.now();
        System.out.println("after " + DOMAINS + " domains: " + end);
        end.assertBounded(settled, CLASSES, MIB);
    }

    @Test
    void aLinuxThatRunsProgramsForeverNeedsNoMore(@Service Hypervisor hypervisor) throws Exception {
        long minutes = Long.getLong(MINUTES, 0);
        int most = Integer.getInteger(BLOCKS, 1 << 15);
        DomainConfig config = MachineSpec.PLAIN
                .with("tier", "compiled")
                .with("code-blocks", Integer.toString(most))
                .debian("busy", "loglevel=1");
        try (Running guest = Running.start(hypervisor, config)) {
            Shell shell = Shell.await(guest.console(), BOOT);
            Footprint settled = rounds(guest, shell, FIRST_ROUNDS + (int) minutes);
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
            do {
                rounds(guest, shell, ROUNDS).assertBounded(settled, LINUX_CLASSES, MIB);
                assertTrue(blocks(guest) <= most, () -> blocks(guest) + " blocks");
                assertTrue(regions(guest) <= most / BLOCKS_TO_A_REGION + 1, () -> regions(guest) + " regions");
            } while (System.nanoTime() < deadline);
        }
    }

    /** How many blocks the cache holds. */
    private static long blocks(Running guest) {
        CodeCounters.Blocks blocks =
                guest.domain().code().orElseThrow().counters().blocks();
        return blocks.translated() - blocks.invalidated();
    }

    /** How many regions it holds: a class each. */
    private static long regions(Running guest) {
        CodeCounters.Regions regions =
                guest.domain().code().orElseThrow().counters().regions();
        return regions.compiled() - regions.dropped();
    }

    private static Footprint rounds(Running guest, Shell shell, int number) throws InterruptedException {
        for (int n = 0; n < number; n++) {
            shell.begin(PROGRAMS);
            assertEquals("10\n", shell.end(LIMIT));
        }
        Footprint now = Footprint.now();
        System.out.println("Linux after " + number + " more rounds: " + now + ", " + blocks(guest) + " blocks, "
                + regions(guest) + " regions");
        return now;
    }
}
