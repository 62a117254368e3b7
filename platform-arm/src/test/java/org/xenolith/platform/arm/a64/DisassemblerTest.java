// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of instructions: by example, for every word, and against the GNU disassembler where it is installed. */
class DisassemblerTest {
    private static final String OBJDUMP = "aarch64-linux-gnu-objdump";
    private static final Set<String> EXTENSIONS = Set.of("CRC32", "AES", "PMULL", "SHA1", "SHA2", "LSE");

    /** What the GNU disassembler writes by names that we do not know, or by aliases that we do not use. */
    private static final String OTHER_WORDS = "(cinc|cinv|cneg|ngc|ngcs|negs|ror|bfc|hint|pssbb|ssbb|dfb|csdb|dgh|bti|"
            + "esb|psb|tsb|gcsb|pac.*|aut.*|xpac.*|chkfeat|stshh|sys|at|dc|ic|tlbi|cfp|dvp|cpp|cosp|sysl|brb|trcit|prfm|prfum|"
            + "mrs|msr|st(add|clr|eor|set|smax|smin|umax|umin).*|dsb|dmb|isb|clrex|clearbhb|wfet|wfit|gcs.*|shuh).*";

    private final List<Row> rows =
            Decoder.load("integer.a64", "branch.a64", "loadstore.a64", "fp.a64", "simd.a64", "crypto.a64");
    private final Disassembler disassembler = new Disassembler(new Decoder(rows, EXTENSIONS));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0x910043ff | add sp, sp, #0x10
                    0x910003fd | mov x29, sp
                    0xf1001c1f | cmp x0, #0x7
                    0xaa0103e0 | mov x0, x1
                    0x2a2103e0 | mvn w0, w1
                    0xd2a24681 | mov x1, #0x12340000
                    0x9240041f | and sp, x0, #0x3
                    0xd37df021 | lsl x1, x1, #3
                    0x53017c20 | lsr w0, w1, #1
                    0x93407c20 | sxtw x0, w1
                    0x9a9f17e0 | cset x0, eq
                    0xa9bf7bfd | stp x29, x30, [sp, #-16]!
                    0xa8c17bfd | ldp x29, x30, [sp], #16
                    0xf8627820 | ldr x0, [x1, x2, lsl #3]
                    0xb8404420 | ldr w0, [x1], #4
                    0x3dc00420 | ldr q0, [x1, #16]
                    0xc85ffc20 | ldaxr x0, [x1]
                    0x54000041 | b.ne 0x1008
                    0x36180041 | tbz w1, #3, 0x1008
                    0x97ffffff | bl 0xffc
                    0xd65f03c0 | ret
                    0xd5033f9f | dsb sy
                    0xd5381000 | mrs x0, sctlr_el1
                    0xd4000002 | hvc #0x0
                    0x4e221c20 | and.vec v0, v1, v2, q=0x1
                    0x00000000 | udf // 0x00000000
                    """)
    void instructionsAreWrittenAsTheAssemblerReadsThem(String word, String text) {
        assertEquals(text, disassembler.text(0x1000, Integer.parseUnsignedInt(word.substring(2), 16)));
    }

    @Test
    void everyWordHasAText() {
        Random random = new Random(20);
        for (int i = 0; i < 200_000; i++) {
            int word = random.nextInt();
            assertFalse(disassembler.text(random.nextLong() & -4, word).isBlank());
        }
        for (Row row : rows) {
            for (int i = 0; i < 50; i++) {
                String text = disassembler.text(0, row.value() | (random.nextInt() & ~row.mask()));
                assertTrue(text.matches("[a-z0-9.]+( .*)?") && !text.contains("{"), text);
            }
        }
    }

    @Test
    void theGnuDisassemblerSaysTheSame(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(isInstalled(), OBJDUMP + " is not installed");
        List<Integer> words = words(Decoder.load("integer.a64", "branch.a64", "loadstore.a64"), 60);
        List<String> theirs = objdump(folder.resolve("words.bin"), words);
        assertEquals(words.size(), theirs.size());
        Map<String, String> different = new HashMap<>();
        int same = 0;
        for (int i = 0; i < words.size(); i++) {
            String their = theirs.get(i);
            if (their.matches(OTHER_WORDS) || their.startsWith(".inst") || their.startsWith("udf")) {
                continue;
            }
            String our = disassembler.text(4L * i, words.get(i));
            if (our.contains("=")) {
                continue; // written by fields
            }
            same += our.equals(their) ? 1 : 0;
            if (!our.equals(their)) {
                different.put(our, their);
            }
        }
        assertEquals(Map.of(), different);
        assertTrue(same > 3000, "only " + same + " words compared");
    }

    private List<Integer> words(List<Row> of, int each) {
        Random random = new Random(21);
        Decoder decoder = new Decoder(rows, EXTENSIONS);
        List<Integer> words = new ArrayList<>();
        for (Row row : of) {
            for (int i = 0; i < each; i++) {
                int word = row.value() | (random.nextInt() & ~row.mask());
                if (decoder.decode(word) != null && decoder.decode(word).name().equals(row.name())) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder(OBJDUMP, "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> objdump(Path file, List<Integer> words) throws IOException, InterruptedException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.size()).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(bytes::putInt);
        Files.write(file, bytes.array());
        Process process = new ProcessBuilder(OBJDUMP, "-D", "-z", "-b", "binary", "-m", "aarch64", file.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return out.lines()
                .filter(line -> line.matches("\\s*[0-9a-f]+:\t.*"))
                .map(line -> line.substring(line.indexOf('\t', line.indexOf('\t') + 1) + 1)
                        .replaceAll("\\s*//.*", "")
                        .replaceAll("\\s+", " ")
                        .trim())
                .toList();
    }
}
