// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Turns assembly text into words with the GNU assembler. */
final class Assembler {
    static final String AS = "aarch64-linux-gnu-as";
    static final String OBJCOPY = "aarch64-linux-gnu-objcopy";

    private final Path folder;

    Assembler(Path folder) {
        this.folder = folder;
    }

    /**
     * Assembles many sequences at once.
     *
     * @param sequences instructions separated by {@code "; "}, one word each
     * @return the words of each sequence
     */
    List<int[]> assemble(List<String> sequences) throws IOException {
        List<String> source = new ArrayList<>();
        source.add(".arch armv8-a+crc+crypto+lse");
        for (String sequence : sequences) {
            source.add(sequence);
        }
        Path text = folder.resolve("forms.s");
        Path object = folder.resolve("forms.o");
        Path binary = folder.resolve("forms.bin");
        Files.write(text, source);
        Tool.run(List.of(AS, "-o", object.toString(), text.toString()));
        Tool.run(List.of(OBJCOPY, "-O", "binary", "-j", ".text", object.toString(), binary.toString()));
        ByteBuffer words = ByteBuffer.wrap(Files.readAllBytes(binary)).order(ByteOrder.LITTLE_ENDIAN);
        List<int[]> result = new ArrayList<>();
        for (String sequence : sequences) {
            int[] part = new int[sequence.split("; ").length];
            for (int i = 0; i < part.length; i++) {
                part[i] = words.getInt();
            }
            result.add(part);
        }
        if (words.hasRemaining()) {
            throw new IOException(words.remaining() + " bytes too many: a statement is not one word");
        }
        return result;
    }
}
