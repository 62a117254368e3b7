// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenolith.api.console.Console;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/**
 * Debian's kernel prints here what it printed on real Xen in the same domain, and finds the same machine, but for the
 * lines that {@code allowed.txt} names. Recorded on Xen 4.17.5 and 4.23-unstable on a Cortex-A57 r1p0.
 */
@InContainer
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReferenceTest {
    /** Boots that need not be made every time; {@code -Dxenolith.guests=all} makes them. */
    private static final String ALL = "xenolith.guests";

    private static final long RAMDISK_BASE = 0x4820_0000L;

    @ParameterizedTest(name = "Xen {0}, GIC{1}, {2} vCPUs, enhanced: {3}")
    @CsvSource({"4.23, v3, 1, false", "4.23, v2, 2, false"})
    void printsWhatItPrintedOnXen(
            String release, String gic, int vcpus, boolean enhanced, @Service Hypervisor hypervisor) throws Exception {
        compare(new ReferenceBoot(release, gic, vcpus, enhanced), hypervisor);
    }

    @ParameterizedTest(name = "Xen {0}, GIC{1}, {2} vCPUs, enhanced: {3}")
    @CsvSource({
        "4.23, v2, 1, false",
        "4.23, v3, 2, false",
        "4.23, v2, 2, true",
        "4.23, v3, 2, true",
        "4.17, v2, 1, false",
        "4.17, v2, 2, false",
        "4.17, v3, 1, false",
        "4.17, v3, 2, false",
        "4.17, v2, 2, true",
        "4.17, v3, 2, true"
    })
    void printsWhatItPrintedOnXenOnEveryOtherMachine(
            String release, String gic, int vcpus, boolean enhanced, @Service Hypervisor hypervisor) throws Exception {
        assumeTrue("all".equals(System.getProperty(ALL)), "only with -D" + ALL + "=all");
        compare(new ReferenceBoot(release, gic, vcpus, enhanced), hypervisor);
    }

    private static void compare(ReferenceBoot boot, Hypervisor hypervisor) throws Exception {
        CachedKernel kernel = CachedKernel.find();
        List<String> own = Comparison.lines(run(boot, kernel, hypervisor));
        List<String> differences = new Comparison(Allowance.of(boot)).differences(boot.transcript(), own);
        assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
        String end = bytes(RAMDISK_BASE + Files.size(kernel.ramdisk()));
        assertEquals(end, own.get(own.indexOf("./chosen/linux,initrd-end") + 1).strip());
    }

    private static String run(ReferenceBoot boot, CachedKernel kernel, Hypervisor hypervisor) throws Exception {
        Domain domain = hypervisor.create(boot.config(kernel.image(), kernel.ramdisk()));
        ConsoleText text = new ConsoleText();
        Console console = domain.console().orElseThrow();
        try (Console.Attachment attachment = console.attach(text, true)) {
            domain.unpause();
            ShutdownReason reason = domain.ended().get(4, TimeUnit.MINUTES);
            String printed = text.complete(console);
            assertEquals(ShutdownReason.POWEROFF, reason, printed);
            assertTrue(console.counters().dropped() == 0, () -> "lost: " + console.counters());
            return printed;
        } finally {
            domain.destroy();
        }
    }

    /** An address as the report prints a property of two cells. */
    private static String bytes(long address) {
        return IntStream.iterate(56, shift -> shift >= 0, shift -> shift - 8)
                .mapToObj(shift -> String.format("%02x", address >>> shift & 0xFF))
                .collect(Collectors.joining(" "));
    }
}
