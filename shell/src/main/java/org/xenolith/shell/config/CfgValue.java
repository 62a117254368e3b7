// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import java.util.List;

/** A value as it stands in a guest file [xl.cfg(5), SYNTAX]. */
public sealed interface CfgValue {
    /** Where the value begins. */
    Position at();

    /** What the value is, in words for a message: {@code integer 5}, {@code string "x"}, {@code a list of 2}. */
    String describe();

    /**
     * A number, written in decimal, octal (leading 0) or hexadecimal (leading 0x).
     *
     * @param value signed 64-bit
     */
    record Number(long value, Position at) implements CfgValue {
        @Override
        public String describe() {
            return "integer " + value;
        }
    }

    /**
     * A quoted string.
     *
     * @param value without quotes, escapes resolved
     */
    record Text(String value, Position at) implements CfgValue {
        @Override
        public String describe() {
            return "string \"" + Printable.of(value) + '"';
        }
    }

    /** A list; its items may be of mixed kinds, and lists again. */
    record Items(List<CfgValue> values, Position at) implements CfgValue {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String describe() {
            return "a list of " + values.size();
        }
    }
}
