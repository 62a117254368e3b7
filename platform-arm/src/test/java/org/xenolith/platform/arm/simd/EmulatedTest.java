// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decoding and results against QEMU's user-mode emulator; skipped where it or a cross compiler is missing. */
class EmulatedTest {
    /** Words of data processing on vectors, as much of them as decides: bits 31:28, 24 and 23:10; Rn = 5, Rd = 3. */
    private static final int FORMS = 1 << 19;

    @Test
    void whatTheTablesHoldIsDefined(@TempDir Path folder) throws IOException, InterruptedException {
        Emulated emulated = new Emulated(folder);
        int[] words = IntStream.range(0, FORMS)
                .map(i -> i >>> 15 << 28 | 7 << 25 | (i >>> 14 & 1) << 24 | (i & 0x3FFF) << 10 | 5 << 5 | 3)
                .filter(word -> EncodingRow.ALL.stream().anyMatch(row -> row.matches(word)))
                .toArray();
        assertEquals(33_766, words.length);
        List<long[]> registers = List.of(RegisterFiles.random(1));
        long[] expected = emulated.digests(words, registers);
        Map<String, Integer> wrong = new TreeMap<>();
        for (int i = 0; i < words.length; i++) {
            if (expected[i] != Emulated.digest(words[i], registers)) {
                wrong.putIfAbsent(EncodingRow.of(words[i]).name(), words[i]);
            }
        }
        assertEquals(Map.of(), wrong);
    }

    @Test
    void randomOperandsGiveTheSameRegisters(@TempDir Path folder) throws IOException, InterruptedException {
        Emulated emulated = new Emulated(folder);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<long[]> registers = LongStream.generate(random::nextLong)
                .limit(32)
                .mapToObj(RegisterFiles::random)
                .toList();
        List<Integer> words = new ArrayList<>();
        for (EncodingRow row : EncodingRow.ALL) {
            for (int i = 0; i < 20; i++) {
                words.add(row.word(random));
            }
        }
        long[] expected = emulated.digests(words.stream().mapToInt(i -> i).toArray(), registers);
        for (int i = 0; i < expected.length; i++) {
            int word = words.get(i);
            assertEquals(expected[i], Emulated.digest(word, registers), () -> "%s %08x, seed %d"
                    .formatted(EncodingRow.of(word), word, seed));
        }
    }
}
