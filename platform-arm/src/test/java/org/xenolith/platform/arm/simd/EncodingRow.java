// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** A row of the instruction tables as the tests read it, apart from the reader that the translator has. */
record EncodingRow(String name, int mask, int value, String handler, List<IntPredicate> conditions) {
    static final List<EncodingRow> ALL = Stream.of("simd.a64", "crypto.a64")
            .flatMap(EncodingRow::read)
            .map(EncodingRow::parse)
            .toList();

    private static Stream<String> read(String table) {
        try (InputStream in = EncodingRow.class.getResourceAsStream("/org/xenolith/platform/arm/a64/" + table)) {
            if (in == null) {
                throw new IllegalStateException("no table " + table);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EncodingRow parse(String line) {
        String[] columns = line.split(" \\| ");
        Map<String, int[]> fields = new HashMap<>();
        int at = 32;
        int mask = 0;
        int value = 0;
        for (String token : columns[1].trim().split(" +")) {
            if (token.contains(":")) {
                int width = Integer.parseInt(token.substring(token.indexOf(':') + 1));
                at -= width;
                fields.put(token.substring(0, token.indexOf(':')), new int[] {at, width});
            } else {
                at -= token.length();
                mask |= ((1 << token.length()) - 1) << at;
                value |= Integer.parseInt(token, 2) << at;
            }
        }
        if (at != 0) {
            throw new IllegalStateException(line + ": " + (32 - at) + " bits");
        }
        List<IntPredicate> conditions = new ArrayList<>();
        for (int i = 3; i < columns.length; i++) {
            if (columns[i].startsWith("if ")) {
                for (String text : columns[i].substring(3).split("&")) {
                    conditions.add(unequal(fields, text.trim().split("!=")));
                }
            }
        }
        return new EncodingRow(columns[0].trim(), mask, value, columns[2].trim(), List.copyOf(conditions));
    }

    private static IntPredicate unequal(Map<String, int[]> fields, String[] sides) {
        int[] field = fields.getOrDefault(sides[0], new int[] {0, 0});
        if (sides[1].length() != field[1]) {
            throw new IllegalStateException("condition on " + sides[0] + " with " + sides[1]);
        }
        int excluded = Integer.parseInt(sides[1], 2);
        return word -> (word >>> field[0] & ((1 << field[1]) - 1)) != excluded;
    }

    boolean matches(int word) {
        return (word & mask) == value && conditions.stream().allMatch(c -> c.test(word));
    }

    /** A random word of this encoding; in some, the destination is a source too. General registers are X0 to X15. */
    int word(Random random) {
        while (true) {
            int word = value | random.nextInt() & ~mask;
            if (readsGeneral()) {
                word &= ~(16 << 5);
            } else if (writesGeneral()) {
                word &= ~16;
            } else {
                int same = random.nextInt(8);
                word = same == 0 ? word & ~31 | word >>> 5 & 31 : same == 1 ? word & ~31 | word >>> 16 & 31 : word;
            }
            if (matches(word)) {
                return word;
            }
        }
    }

    boolean readsGeneral() {
        return handler.endsWith("(Rn->)");
    }

    boolean writesGeneral() {
        return handler.endsWith("(->Rd)");
    }

    /** The handler's class and method, such as {@code Moves.umov}. */
    String target() {
        String text = handler.substring("call:".length());
        return text.contains("(") ? text.substring(0, text.indexOf('(')) : text;
    }

    String method() {
        return target().substring(target().indexOf('.') + 1);
    }

    Method javaMethod() {
        String type = getClass().getPackageName() + "." + target().substring(0, target().indexOf('.'));
        try {
            return Class.forName(type).getMethod(method(), long[].class, int.class, long.class, long.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + ": no method " + target(), e);
        }
    }

    /** Executes a word as translated code does, general registers included. */
    void execute(long[] r, int word) {
        try {
            long a = readsGeneral() ? r[word >>> 5 & 31] : 0;
            long result = (long) javaMethod().invoke(null, r, word, a, 0L);
            if (writesGeneral()) {
                r[word & 31] = result;
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " failed", e);
        }
    }

    /** The row of a word; exactly one must match. */
    static EncodingRow of(int word) {
        List<EncodingRow> rows = ALL.stream().filter(row -> row.matches(word)).toList();
        if (rows.size() != 1) {
            throw new IllegalStateException("word " + Integer.toHexString(word) + " has rows " + rows);
        }
        return rows.getFirst();
    }

    @Override
    public String toString() {
        return name;
    }
}
