// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Lane arithmetic against the model in unlimited integers: the whole register file after one instruction. */
class LaneArithmeticTest {
    private static final LaneModel MODEL = new LaneModel();
    private static final List<EncodingRow> ROWS =
            EncodingRow.ALL.stream().filter(row -> MODEL.knows(row.method())).toList();

    @Provide
    Arbitrary<EncodingRow> rows() {
        return Arbitraries.of(ROWS);
    }

    @Property(tries = 30_000)
    void agreesWithUnlimitedIntegers(@ForAll("rows") EncodingRow row, @ForAll long seed) {
        int word = row.word(new Random(seed));
        long[] r = RegisterFiles.random(seed);
        long[] expected = MODEL.after(row.method(), word, r);
        row.execute(r, word);
        assertArrayEquals(expected, r, () -> "%s %08x".formatted(row.name(), word));
    }
}
