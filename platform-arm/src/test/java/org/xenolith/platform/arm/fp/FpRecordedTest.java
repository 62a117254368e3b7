// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.xenolith.platform.arm.Vectors;

/** Every row of the table against answers that an independent implementation gave: whole registers, NZCV and FPSR. */
class FpRecordedTest {
    private final List<FpTable.Row> rows = FpTable.rows();

    @Test
    void everyInstructionGivesTheRecordedState() throws ReflectiveOperationException {
        Set<String> seen = new HashSet<>();
        for (String line : Vectors.lines(FpRecordedTest.class, "recorded.txt")) {
            String[] parts = line.split(" \\| ", -1);
            long[] head = hex(parts[0]);
            FpTable.Row row = FpTable.decode(rows, (int) head[0]);
            assertNotNull(row, line);
            seen.add(row.name());
            assertEquals(parts[2], run(row, head, hex(parts[1])), () -> row.name() + ": " + line);
        }
        assertEquals(rows.stream().map(FpTable.Row::name).collect(Collectors.toSet()), seen);
    }

    private static String run(FpTable.Row row, long[] head, long[] vectors) throws ReflectiveOperationException {
        Machine machine = Machine.with(head[1], head[2]);
        System.arraycopy(vectors, 0, machine.r, FpState.V0, vectors.length);
        String operands = row.operands();
        long a = operands.startsWith("(Rn") ? head[4] : operands.startsWith("(nzcv") ? head[3] : 0;
        long result = (long) row.method().invoke(null, machine.r, (int) head[0], a, 0L);
        long x0 = operands.endsWith("->Rd)") ? result : 0;
        long nzcv = operands.endsWith("->nzcv)") ? result : head[3];
        return Arrays.stream(new long[] {machine.low(), machine.high(), x0, nzcv, machine.flags()})
                .mapToObj(Long::toHexString)
                .collect(Collectors.joining(" "));
    }

    private static long[] hex(String numbers) {
        return Arrays.stream(numbers.split(" ", -1))
                .mapToLong(number -> Long.parseUnsignedLong(number, 16))
                .toArray();
    }
}
