// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The vectors of one group of instructions, and their text form.
 *
 * <pre>
 * # comment
 * cpu V8_0                                    a {@link CpuModel}
 * inputs 1a2b3c4d                             CRC-32 of all input states, in order
 * form ldr.post.x I                           name and profile; vectors follow
 * &gt; f8408461 ; x3=b ; ldr x1, [x3], #8        words ; roles ; text
 *  x1=ff x3=50000808                          result of state 0
 *  -                                          result of state 1, and so on
 * </pre>
 */
record GoldenFile(CpuModel cpu, List<GoldenVector> vectors) {

    /** CRC-32 over the input states: changes when the generator of inputs does, and then all results are stale. */
    static long inputsChecksum(List<GoldenVector> vectors) {
        CRC32 crc = new CRC32();
        byte[] bytes = new byte[GoldenState.REGISTER_BYTES + Layout.PAGE];
        for (GoldenVector vector : vectors) {
            for (int k = 0; k < vector.results().size(); k++) {
                vector.input(k).write(ByteBuffer.wrap(bytes));
                crc.update(bytes);
            }
        }
        return crc.getValue();
    }

    /** The text of the file. */
    List<String> format(String... comments) {
        List<String> lines = new ArrayList<>();
        for (String comment : comments) {
            lines.add("# " + comment);
        }
        lines.add("cpu " + cpu);
        lines.add("inputs " + Long.toHexString(inputsChecksum(vectors)));
        String form = "";
        for (GoldenVector vector : vectors) {
            String next = vector.form() + " " + vector.profile().letter();
            if (!next.equals(form)) {
                lines.add("form " + next);
                form = next;
            }
            lines.add(head(vector));
            for (String result : vector.results()) {
                lines.add(" " + result);
            }
        }
        return lines;
    }

    /** The line of a vector without its results. */
    static String head(GoldenVector vector) {
        StringBuilder line = new StringBuilder(">");
        for (int word : vector.words()) {
            line.append(' ').append(Integer.toHexString(word));
        }
        line.append(" ;");
        for (Role role : vector.roles()) {
            line.append(' ').append(role);
        }
        return line.append(" ; ").append(vector.text()).toString();
    }
}
