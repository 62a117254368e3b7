// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the row of the instruction tables that an instruction word belongs to. Immutable. */
final class Decoder {
    private static final int INDEX_SHIFT = 21;

    private final Row[][] index = new Row[1 << (32 - INDEX_SHIFT)][];
    private final List<Row> rows;

    /**
     * Creates a decoder.
     *
     * @param rows the tables' rows
     * @param extensions the extensions that there are; rows of others are left out
     */
    Decoder(List<Row> rows, Set<String> extensions) {
        this.rows = rows.stream()
                .filter(r -> r.extension().isEmpty() || extensions.contains(r.extension()))
                .sorted(Comparator.comparingInt((Row r) -> -Integer.bitCount(r.mask())))
                .toList();
        int indexMask = -1 << INDEX_SHIFT;
        for (int i = 0; i < index.length; i++) {
            int bits = i << INDEX_SHIFT;
            index[i] = this.rows.stream()
                    .filter(r -> ((bits ^ r.value()) & r.mask() & indexMask) == 0)
                    .toArray(Row[]::new);
        }
    }

    /** Reads tables from resources beside this class. */
    static List<Row> load(String... names) {
        List<Row> rows = new ArrayList<>();
        for (String name : names) {
            lines(name).forEach(line -> rows.add(Row.parse(line)));
        }
        return rows;
    }

    /** Returns the lines of a resource beside this class that are neither blank nor comments. */
    static List<String> lines(String name) {
        try (InputStream in = Decoder.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("instruction table " + name + " is missing");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all rows, those with more fixed bits first. */
    List<Row> rows() {
        return rows;
    }

    /** Returns the row of a word, or null if the word is undefined. */
    @Nullable
    Row decode(int word) {
        for (Row row : index[word >>> INDEX_SHIFT]) {
            if (row.matches(word)) {
                return row;
            }
        }
        return null;
    }
}
