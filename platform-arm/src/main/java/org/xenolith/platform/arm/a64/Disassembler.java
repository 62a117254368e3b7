// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.xenolith.engine.exec.Disassembly;

/**
 * Writes A64 instructions as text, for tools. Integer, branch and memory instructions have the assembler's syntax with the
 * usual aliases, by the table {@code syntax.a64}; of vectors and floating point the operands are written, and their shape
 * behind the mnemonic.
 */
final class Disassembler implements Disassembly {
    /** A line of the table. */
    private record Line(String text, List<Row.Condition> conditions) {}

    private final Decoder decoder;
    private final Map<String, List<Line>> lines = new HashMap<>();

    Disassembler(Decoder decoder) {
        this.decoder = decoder;
        Map<String, Row> rows = new HashMap<>();
        decoder.rows().forEach(row -> rows.put(row.name(), row));
        for (String line : Decoder.lines("syntax.a64")) {
            String[] columns = line.split("\\|", 3);
            Row row = rows.get(columns[0].trim());
            if (row != null) { // else the CPU has no such instruction
                String conditions = columns.length > 2 ? columns[2] : "";
                lines.computeIfAbsent(row.name(), _ -> new ArrayList<>())
                        .add(new Line(columns[1].trim(), row.conditions(conditions)));
            }
        }
    }

    @Override
    public String text(long pc, byte[] code) {
        return text(pc, ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    /** Returns the text of an instruction word at an address. */
    String text(long pc, int word) {
        Row row = decoder.decode(word);
        if (row == null) {
            return String.format("udf // 0x%08x", word);
        }
        for (Line line : lines.getOrDefault(row.name(), List.of())) {
            if (line.conditions.stream().allMatch(c -> c.holds(word))) {
                return filled(line.text, new Operands(row, pc, word));
            }
        }
        return generic(row, word);
    }

    private static String filled(String text, Operands operands) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            out.append(text, from, open).append(operands.of(text.substring(open + 1, close)));
            from = close + 1;
        }
        return out.append(text, from, text.length()).toString();
    }

    /** The name with its form, registers as vectors, other fields by their names. */
    private static String generic(Row row, int word) {
        List<String> operands = new ArrayList<>();
        Map<String, Row.Field> rest = new TreeMap<>(row.fields());
        for (String register : List.of("Rd", "Rn", "Rm", "Ra")) {
            Row.Field field = rest.remove(register);
            if (field != null) {
                operands.add("v" + field.of(word));
            }
        }
        rest.forEach((name, field) ->
                operands.add(name.toLowerCase(Locale.ROOT) + "=0x" + Integer.toHexString(field.of(word))));
        return row.name() + " " + String.join(", ", operands);
    }
}
