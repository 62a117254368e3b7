// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    /** What is typed at a guest that waits for it: each is at least one interrupt, or the driver was not told. */
    private static final int QUESTIONS = 20;

    /** What is typed from one look at the interrupts to the next: a command, the paste, and two commands more. */
    private static final int TYPED = 4;

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "mainline, sbsa, is a SBSA",
        "extended, pl011, is a PL011 rev3",
        "seed, sbsa, is a SBSA",
        "mainline-xen, sbsa, is a SBSA",
        "extended, sbsa, is a SBSA"
    })
    void linuxTakesAPasteByteForByteAndByInterrupts(
            String profile, String node, String found, @Service Hypervisor hypervisor) throws Exception {
        MachineSpec machine = MachineSpec.PLAIN.with("uart-profile", profile).with("uart-node", node);
        try (Running guest = Running.start(hypervisor, machine.debian("debian", ""))) {
            Shell shell = Shell.await(guest.console(), BOOT);
            String probe = shell.answer("dmesg | grep 'ttyAMA0 at'");
            assertTrue(probe.contains(found), probe);
            assertEquals("", shell.answer("dmesg | grep -i oops"));
            long first = interrupts(shell);
            for (int i = 0; i < QUESTIONS; i++) {
                assertEquals(i + "\n", shell.answer("echo " + i));
            }
            long before = interrupts(shell);
            assertTrue(before - first >= QUESTIONS, "interrupts: " + first + ", then " + before);
            String text = text();
            int echoed = shell.begin("stty -echo; echo go; cat > /tmp/pasted; stty echo");
            int unused = guest.console().await("go\r\n", echoed, PASTE);
            guest.console().type(text + "\u0004");
            shell.end(PASTE);
            assertEquals(digest(text) + "  /tmp/pasted\n", shell.answer("md5sum /tmp/pasted"));
            long after = interrupts(shell);
            // the driver empties the FIFO as long as input follows: the paste itself may be one interrupt
            assertTrue(after - before >= TYPED, "interrupts: " + before + ", then " + after);
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
