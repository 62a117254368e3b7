// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the table of floating-point encodings, by its format alone. */
final class FpTable {
    private static final String RESOURCE = "/org/xenolith/platform/arm/a64/fp.a64";

    private FpTable() {}

    /**
     * One encoding.
     *
     * @param name the instruction and its form
     * @param mask its fixed bits
     * @param value what they are
     * @param handler class, method and operands
     */
    record Row(String name, int mask, int value, String handler) {
        String operands() {
            int at = handler.indexOf('(');
            return at < 0 ? "" : handler.substring(at);
        }

        Method method() throws ReflectiveOperationException {
            String[] names =
                    handler.substring(0, handler.length() - operands().length()).split("\\.", -1);
            return Class.forName(FpTable.class.getPackageName() + "." + names[0])
                    .getMethod(names[1], long[].class, int.class, long.class, long.class);
        }
    }

    static List<Row> rows() {
        try (InputStream in = FpTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(FpTable::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        String[] columns = line.split(" \\| ", -1);
        if (columns.length != 3 || !columns[2].startsWith("call:")) {
            throw new IllegalArgumentException("row that is not name | bits | call:Class.method: " + line);
        }
        int mask = 0;
        int value = 0;
        int bits = 0;
        for (String token : columns[1].trim().split(" ", -1)) {
            int colon = token.indexOf(':');
            int width = colon < 0 ? token.length() : Integer.parseInt(token.substring(colon + 1));
            for (int i = 0; i < width; i++) {
                char c = colon < 0 ? token.charAt(i) : 'x';
                mask = mask << 1 | (c == 'x' ? 0 : 1);
                value = value << 1 | (c == '1' ? 1 : 0);
            }
            bits += width;
        }
        if (bits != 32) {
            throw new IllegalArgumentException("row of " + bits + " bits, allowed: 32: " + line);
        }
        return new Row(columns[0].trim(), mask, value, columns[2].substring("call:".length()));
    }

    static @Nullable Row decode(List<Row> rows, int word) {
        for (Row row : rows) {
            if ((word & row.mask) == row.value) {
                return row;
            }
        }
        return null;
    }
}
