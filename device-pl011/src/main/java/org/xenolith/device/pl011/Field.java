// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.util.Arrays;
import java.util.List;

/**
 * A named part of a register.
 *
 * @param high its highest bit
 * @param low its lowest bit
 */
record Field(String name, int high, int low) {
    /** Reads a list such as {@code DATA 7:0, FE 8}. */
    static List<Field> list(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(", ")).map(Field::parse).toList();
    }

    private static Field parse(String text) {
        String[] parts = text.split("[ :]");
        int high = Integer.parseInt(parts[1]);
        return new Field(parts[0], high, parts.length > 2 ? Integer.parseInt(parts[2]) : high);
    }

    long of(long register) {
        return register >>> low & (1L << high - low + 1) - 1;
    }

    /** Returns {@code NAME=hex}, {@code NAME} for a bit that is set, and nothing for one that is not. */
    String describe(long register) {
        if (high == low) {
            return of(register) == 0 ? "" : name;
        }
        return name + "=" + Long.toHexString(of(register));
    }

    @Override
    public String toString() {
        return name + " " + (high == low ? "" + high : high + ":" + low);
    }
}
