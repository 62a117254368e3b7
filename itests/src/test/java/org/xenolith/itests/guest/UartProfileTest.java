// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** Debian's kernel on each profile of the UART, and on both descriptions of the one that has two. */
@InContainer
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class UartProfileTest {
    private static final Duration BOOT = Duration.ofMinutes(3);
    private static final Duration PASTE = Duration.ofMinutes(1);
    private static final int PASTED = 64 << 10;

    /** The terminal takes some 4 KiB before it makes the driver wait for a reader; half of that many times, to be sure. */
    private static final int LEAST_INTERRUPTS = PASTED / 4096 / 2;

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "mainline, sbsa, is a SBSA, true",
        "extended, pl011, is a PL011 rev3, true",
        "seed, sbsa, is a SBSA, false",
        "mainline-xen, sbsa, is a SBSA, false",
        "extended, sbsa, is a SBSA, false"
    })
    void linuxTakesAPasteByteForByteAndByInterrupts(
            String profile, String node, String found, boolean always, @Service Hypervisor hypervisor)
            throws Exception {
        assumeTrue(always || "all".equals(System.getProperty("xenolith.guests")), "only with -Dxenolith.guests=all");
        MachineSpec machine = MachineSpec.PLAIN.with("uart-profile", profile).with("uart-node", node);
        try (Running guest = Running.start(hypervisor, machine.debian("debian", ""))) {
            Shell shell = Shell.await(guest.console(), BOOT);
            String probe = shell.answer("dmesg | grep 'ttyAMA0 at'");
            assertTrue(probe.contains(found), probe);
            assertEquals("", shell.answer("dmesg | grep -i oops"));
            long before = interrupts(shell);
            String text = text();
            int echoed = shell.begin("stty -echo; echo go; cat > /tmp/pasted; stty echo");
            int unused = guest.console().await("go\r\n", echoed, PASTE);
            guest.console().type(text + "\u0004");
            shell.end(PASTE);
            assertEquals(digest(text) + "  /tmp/pasted\n", shell.answer("md5sum /tmp/pasted"));
            long after = interrupts(shell);
            // the driver empties the FIFO as long as input follows: one interrupt for each time that it had to wait
            assertTrue(after - before >= LEAST_INTERRUPTS, "interrupts: " + before + ", then " + after);
            assertEquals(0, guest.domain().console().orElseThrow().counters().dropped());
            shell.begin("poweroff");
            assertEquals(ShutdownReason.POWEROFF, guest.domain().ended().get(60, TimeUnit.SECONDS));
        }
    }

    private static long interrupts(Shell shell) throws InterruptedException {
        String line = shell.answer("grep uart-pl011 /proc/interrupts");
        return Long.parseLong(line.strip().split("\\s+")[1]);
    }

    private static String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < PASTED - 100; i++) {
            text.append(String.format("%06d the quick brown fox jumps over the lazy dog %08x\n", i, i * 0x9E3779B9));
        }
        while (text.length() < PASTED - 1) {
            text.append('.');
        }
        return text.append('\n').toString();
    }

    private static String digest(String text) throws NoSuchAlgorithmException {
        byte[] sum = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.ISO_8859_1));
        return HexFormat.of().formatHex(sum);
    }
}
