// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        "--tier, fast, 'allowed: interpreter, compiled'",
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
    void whatWasHotIsCompiledSoonerInTheNextRun() throws Exception {
        String guest = Files.readString(folder.resolve("guest.cfg"))
                .replace("lines.bin", "loop.bin")
                .replace("lines=20000", "rounds=2 n=300000");
        Path cfg = folder.resolve("guest.cfg");
        Files.writeString(cfg, guest);
        interpreted("--tier", "compiled");
        assertFalse(Files.exists(folder.resolve("cache/hot")));
        Files.writeString(cfg, guest + "xenolith_remember = 1\n");
        long first = interpreted("--tier", "compiled");
        try (Stream<Path> files = Files.list(folder.resolve("cache/hot"))) {
            assertEquals(1, files.count());
        }
        long second = interpreted("--tier", "compiled");
        assertTrue(second < first, second + " instructions were interpreted, " + first + " before");
    }

    private long interpreted(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run", "guest.cfg", "--stats"));
        arguments.addAll(List.of(options));
        XenolithProcess run = XenolithProcess.run(folder, arguments.toArray(String[]::new));
        assertEquals(0, run.code(), run.output());
        Matcher matcher = Pattern.compile("instructions +([0-9,]+) interpreted").matcher(run.output());
        assertTrue(matcher.find(), run.output());
        return Long.parseLong(matcher.group(1).replace(",", ""));
    }
}
