// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code xenolith block} and the options of {@code xenolith run} that are about tiers and counters. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class BlockCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeAGuest() throws Exception {
        Path kernel = XenolithProcess.root().resolve("guests/images/lines.bin");
        Files.writeString(
                folder.resolve("guest.cfg"),
                "name = \"g\"\nkernel = \"" + kernel + "\"\nmemory = 64\nvuart = \"sbsa_uart\"\n"
                        + "extra = \"lines=20000\"\n");
    }

    @Test
    void aBlockIsPrintedAsGuestCodeIrAndBytecode() throws Exception {
        XenolithProcess shown = XenolithProcess.run(
                folder, "block", "guest.cfg", "--at", "0x40000000", "--after", "1000", "--tier", "compiled");
        assertEquals(0, shown.code(), shown.output());
        assertTrue(shown.output().matches("(?s)block 40000000 at 40000000, 1 instructions, .*"), shown.output());
        assertTrue(
                shown.output().matches("(?s).*\n40000000  14000010  b 0x40000040  exit #0 +0: aload cpu\n.*"),
                shown.output());
    }

    @Test
    void allBlocksOfARegionArePrinted() throws Exception {
        XenolithProcess shown = XenolithProcess.run(
                folder, "block", "guest.cfg", "--expect", "line 015000", "--region", "--tier", "compiled");
        assertEquals(0, shown.code(), shown.output());
        assertTrue(shown.output().startsWith("block "), shown.output());
    }

    @ParameterizedTest
    @CsvSource({
        "--at, 0x10, no instruction can be fetched at 0x10",
        "--at, nowhere, allowed: 0x and",
        "--vcpu, 1, allowed: 0 to 0",
        "--tier, fast, 'allowed: compiled, interpreter, compiled-at-once'",
        "--expect, '(', --expect"
    })
    void whatCannotBeIsRefused(String option, String value, String said) throws Exception {
        XenolithProcess refused = XenolithProcess.run(folder, "block", "guest.cfg", option, value);
        assertEquals(64, refused.code(), refused.output());
        assertTrue(refused.output().contains(said), refused.output());
    }

    @ParameterizedTest
    @CsvSource({"interpreter, ' 0 compiled (0.0 %)'", "compiled, ' compiled in '"})
    void aRunOfOneTierTellsWhatItDid(String tier, String said) throws Exception {
        XenolithProcess run = XenolithProcess.run(folder, "run", "guest.cfg", "--tier", tier, "--stats");
        assertEquals(0, run.code(), run.output());
        assertTrue(run.output().contains(said) && run.output().contains("unchained"), run.output());
    }

    @Test
    void whatWasHotIsNotedWhereTheGuestFileAsksForIt() throws Exception {
        Path cfg = folder.resolve("guest.cfg");
        Path hot = folder.resolve("cache/hot");
        run();
        assertFalse(Files.exists(hot));
        Files.writeString(cfg, Files.readString(cfg) + "xenolith_remember = 1\n");
        run();
        try (Stream<Path> files = Files.list(hot)) {
            List<Path> memories = files.toList();
            assertEquals(1, memories.size());
            assertTrue(Files.size(memories.getFirst()) > Long.BYTES, "nothing was noted");
        }
        run(); // with what the run before has left
    }

    private void run() throws Exception {
        XenolithProcess run = XenolithProcess.run(folder, "run", "guest.cfg", "--tier", "compiled");
        assertEquals(0, run.code(), run.output());
        assertTrue(run.output().contains("lines: done n=20000"), run.output());
    }
}
