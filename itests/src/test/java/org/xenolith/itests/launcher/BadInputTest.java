// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the command line says to input that cannot be used: exit code 64, and where, what was found, and what is allowed.
 * Runs the runnable jar as a process, as users do; skipped where the build has not come to it.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadInputTest {
    private static final int BAD_INPUT = 64;
    private static final int IMAGE_SIZE_AT = 16;
    private static final int MAGIC_AT = 56;
    private static final String GOOD = "name = \"g\"\nkernel = \"kernel\"\nmemory = 64\nvuart = \"sbsa_uart\"\n";

    @TempDir
    private Path folder = Path.of("");

    private byte[] image = new byte[0];

    private record Outcome(int code, String output) {}

    @BeforeEach
    void copyAGuest() throws IOException {
        image = Files.readAllBytes(root().resolve("guests/images/lines.bin"));
        Files.write(folder.resolve("kernel"), image);
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("guests"))
                ? here
                : here.resolve("..").normalize();
    }

    private Outcome run(String guest, String... more) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("guest.cfg"), guest);
        List<String> arguments = new ArrayList<>(List.of("run", "--timeout", "30", "guest.cfg"));
        arguments.addAll(List.of(more));
        return start(arguments.toArray(String[]::new));
    }

    private Outcome start(String... arguments) throws IOException, InterruptedException {
        Path jar = root().resolve("launcher/target/xenolith-runnable.jar");
        assumeTrue(Files.isRegularFile(jar), () -> jar + " is not there; 'mvn package' makes it");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-jar",
                jar.toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(
                        ProcessBuilder.Redirect.from(folder.resolve("kernel").toFile()))
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "still running: " + command);
            return new Outcome(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private void refused(String guest, String... said) throws IOException, InterruptedException {
        refused(run(guest), said);
    }

    private static void refused(Outcome outcome, String... said) {
        assertEquals(BAD_INPUT, outcome.code, outcome.output);
        for (String part : said) {
            assertTrue(outcome.output.contains(part), () -> "no \"" + part + "\" in: " + outcome.output);
        }
        assertFalse(outcome.output.contains("\tat "), outcome.output);
    }

    @Test
    void aGoodGuestRuns() throws Exception {
        Outcome outcome = run(GOOD + "extra = \"lines=3\"\n");
        assertEquals(0, outcome.code, outcome.output);
        assertTrue(outcome.output.contains("lines: done n=3"), outcome.output);
    }

    @Test
    void aFileThatIsNotThere() throws Exception {
        Files.writeString(folder.resolve("guest.cfg"), GOOD);
        refused(start("run", "no-such-guest.cfg"), "no-such-guest.cfg", "no such file", "allowed: ");
        refused(start("run", "guest.cfg", "surplus.cfg"), "surplus.cfg");
        refused(GOOD.replace("\"kernel\"", "\"no-such-kernel\""), "guest.cfg:2:", "no-such-kernel", "allowed: ");
        refused(GOOD + "ramdisk = \"no-such-ramdisk\"\n", "guest.cfg:5:", "no-such-ramdisk", "allowed: ");
        refused(GOOD + "device_tree = \"no-such-tree\"\n", "guest.cfg:5:", "no-such-tree", "allowed: ");
        refused(GOOD + "ramdisk = \".\"\n", "guest.cfg:5:", "ramdisk", "allowed: ");
    }

    @Test
    void aKeyWithoutEffectIsNamedAndTheGuestRuns() throws Exception {
        Outcome outcome = run(GOOD + "extra = \"lines=3\"\nfirmware = \"uefi\"\n");
        assertEquals(0, outcome.code, outcome.output);
        assertTrue(outcome.output.contains("guest.cfg:6:1: 'firmware'"), outcome.output);
        assertTrue(outcome.output.contains("without effect"), outcome.output);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory = 64      | memory = 0             | guest.cfg:3: | 0",
                "memory = 64      | memory = -64           | guest.cfg:3: | -64",
                "memory = 64      | memory = 99999999999   | guest.cfg:3: | 99999999999",
                "memory = 64      | memory = \"much\"      | guest.cfg:3: | much",
                "memory = 64      | memmory = 64           | guest.cfg:3: | memmory",
                "memory = 64      | memory = 64 64         | guest.cfg:3: | 64",
                "vuart            | colour                 | guest.cfg:4: | colour",
                "\"sbsa_uart\"    | \"rs232\"             | guest.cfg:4: | rs232",
                "\"sbsa_uart\"    | \"sbsa_uart           | guest.cfg:4: | closing"
            })
    void aKeyOrValueThatIsNotAllowed(String good, String bad, String place, String found) throws Exception {
        refused(GOOD.replace(good, bad), place, found, "allowed: ");
    }

    @Test
    void aKernelThatIsTruncatedOrIsNone() throws Exception {
        for (int length : new int[] {0, 40, 63}) {
            Files.write(folder.resolve("kernel"), Arrays.copyOf(image, length));
            refused(GOOD, "guest.cfg", "kernel", String.valueOf(length));
        }
        byte[] wrong = image.clone();
        wrong[MAGIC_AT] ^= 1;
        Files.write(folder.resolve("kernel"), wrong);
        refused(GOOD, "guest.cfg", "kernel", "allowed: magic");
    }

    @Test
    void aKernelThatIsCutOffBehindItsHeader() throws Exception {
        Path kernel = root().resolve("cache/debian-arm64/vmlinuz");
        assumeTrue(
                Files.isRegularFile(kernel), () -> kernel + " is not there; './xenolith fetch debian-arm64' brings it");
        byte[] whole = Files.readAllBytes(kernel);
        for (int length : new int[] {100, 0x1000, whole.length / 2, whole.length - 1}) {
            Files.write(folder.resolve("kernel"), Arrays.copyOf(whole, length));
            refused(GOOD, "guest.cfg", "kernel", "cut off after " + length);
        }
    }

    @Test
    void aDeviceTreeThatIsNone() throws Exception {
        Files.write(folder.resolve("tree.dtb"), new byte[100]);
        refused(GOOD + "device_tree = \"tree.dtb\"\n", "guest.cfg", "tree.dtb", "magic 0", "allowed: ");
    }

    @Test
    void aKernelOrARamdiskThatIsLargerThanTheMemory() throws Exception {
        byte[] large = image.clone();
        large[IMAGE_SIZE_AT + 3] = 8; // 128 MiB more
        Files.write(folder.resolve("kernel"), large);
        refused(GOOD, "guest.cfg", "kernel", "allowed: ");
        large[IMAGE_SIZE_AT + 4] = 1; // and 4 GiB
        Files.write(folder.resolve("kernel"), large);
        refused(GOOD, "guest.cfg", "kernel", "allowed: ");
        Files.write(folder.resolve("kernel"), image);
        Files.write(folder.resolve("ramdisk"), new byte[8 << 20]);
        refused(GOOD.replace("memory = 64", "memory = 4") + "ramdisk = \"ramdisk\"\n", "guest.cfg", "allowed: ");
    }

    @Test
    void aCompositionThatIsNotThere() throws Exception {
        refused(run(GOOD, "--host", "no-such-host.json"), "no-such-host.json");
    }
}
