// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A key that {@code xl.cfg} files may have.
 *
 * @param name as written in a file
 * @param types the kinds of value it takes; at least one
 * @param fate whether the guest gets what the key says
 */
public record XlKey(String name, Set<Type> types, Fate fate) {
    /** A kind of value. */
    public enum Type {
        STRING("a quoted string"),
        NUMBER("a number"),
        BOOLEAN("0 or 1"),
        PATH("a quoted file name"),
        LIST("a list in [ ]");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        boolean accepts(CfgValue value) {
            return switch (this) {
                case STRING -> value instanceof CfgValue.Text;
                case PATH -> value instanceof CfgValue.Text(String path, Position at) && !path.isEmpty();
                case NUMBER -> SettingReader.number(value).isPresent();
                case BOOLEAN -> {
                    var number = SettingReader.number(value);
                    yield number.isPresent() && (number.getAsLong() == 0 || number.getAsLong() == 1);
                }
                case LIST -> value instanceof CfgValue.Items;
            };
        }
    }

    /** What becomes of a key. */
    public enum Fate {
        HONOURED,
        IGNORED
    }

    public XlKey {
        types = Set.copyOf(types);
    }

    /** Parses a line of the table: name, types joined by '|', fate. */
    static XlKey parse(String line) {
        String[] fields = line.trim().split("\\s+");
        if (fields.length != 3) {
            throw new IllegalArgumentException(fields.length + " fields in \"" + line + "\"; allowed: 3");
        }
        Set<Type> types = Arrays.stream(fields[1].split("\\|"))
                .map(type -> Type.valueOf(type.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
        return new XlKey(fields[0], types, Fate.valueOf(fields[2].toUpperCase(Locale.ROOT)));
    }

    boolean accepts(CfgValue value) {
        return types.stream().anyMatch(type -> type.accepts(value));
    }

    String allowed() {
        return types.stream().sorted().map(type -> type.words).collect(Collectors.joining(", or "));
    }
}
