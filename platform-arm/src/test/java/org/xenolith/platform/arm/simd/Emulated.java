// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Instruction words executed by the user-mode emulator of QEMU as a Cortex-A57, and by this package, as digests. */
final class Emulated {
    private final Path folder;

    /** Builds the program that executes words, in a folder; the test is skipped where its tools are missing. */
    Emulated(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        for (String tool : List.of("qemu-aarch64", "aarch64-linux-gnu-gcc")) {
            assumeTrue(onPath(tool), tool + " is not installed");
        }
        for (String source : List.of("execute.c", "run.S")) {
            try (InputStream in = Emulated.class.getResourceAsStream(source)) {
                Files.copy(Objects.requireNonNull(in), folder.resolve(source));
            }
        }
        run("aarch64-linux-gnu-gcc", "-O2", "-static", "-march=armv8-a", "-o", "execute", "execute.c", "run.S");
    }

    private static boolean onPath(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, tool)));
    }

    private void run(String... command) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        int code = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException(command[0] + " ended with " + code + ": " + Files.readString(log));
        }
    }

    /** One digest for each word, over all the register files; zero for an undefined one. */
    long[] digests(int[] words, List<long[]> registerFiles) throws IOException, InterruptedException {
        ByteBuffer states = ByteBuffer.allocate(1024 * registerFiles.size()).order(ByteOrder.LITTLE_ENDIAN);
        registerFiles.forEach(r -> Arrays.stream(r).forEach(states::putLong));
        ByteBuffer code = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(words).forEach(code::putInt);
        Files.write(folder.resolve("states"), states.array());
        Files.write(folder.resolve("words"), code.array());
        run("qemu-aarch64", "-cpu", "cortex-a57", "./execute", "states", "words", "digests");
        long[] digests = new long[words.length];
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("digests")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(digests);
        return digests;
    }

    /** The same digest by this package. */
    static long digest(int word, List<long[]> registerFiles) {
        EncodingRow row = EncodingRow.of(word);
        long h = 0;
        for (long[] before : registerFiles) {
            long[] r = before.clone();
            row.execute(r, word);
            h = RegisterFiles.mix(h, RegisterFiles.digest(r));
        }
        return h;
    }
}
