// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Test vectors from a text resource: a row a line, fields between bars, comments after a hash sign. */
public final class Vectors {
    private Vectors() {}

    /**
     * One row; its text is its first field, so that it names a test.
     *
     * @param fields in the order of the file
     */
    public record Row(List<String> fields) {
        /** Returns a field, stripped. */
        public String field(int index) {
            return fields.get(index);
        }

        @Override
        public String toString() {
            return fields.get(0);
        }
    }

    /**
     * Loads the rows.
     *
     * @param width the number of fields that every row must have
     */
    public static List<Row> load(Class<?> owner, String resource, int width) {
        List<Row> rows = lines(owner, resource).stream()
                .map(line -> new Row(
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList()))
                .toList();
        for (Row row : rows) {
            if (row.fields().size() != width) {
                throw new IllegalArgumentException(resource + ": " + row.fields() + " has not " + width + " fields");
            }
        }
        return rows;
    }

    /** Loads the lines that are neither empty nor comments. */
    public static List<String> lines(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource + " beside " + owner);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
