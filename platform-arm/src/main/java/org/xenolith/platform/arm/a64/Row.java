// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of an instruction table: an encoding, and who translates it.
 *
 * <p>The format, from left to right, separated by {@code |}: a name; the 32 bits from bit 31 down, as runs of
 * {@code 0}, {@code 1} and {@code x} (any) and fields {@code name:width}; the translator method or
 * {@code call:Class.helper(operands)}; then optionally {@code if} with conditions {@code field==bits} or
 * {@code field!=bits} joined by {@code &}, where bits may contain x; and {@code ext} with the extension that brings the
 * instruction.
 *
 * @param name the instruction and its form
 * @param mask the bits that are fixed
 * @param value their values
 * @param fields where each field is
 * @param handler the translator method or the call
 * @param conditions further conditions on fields
 * @param extension the extension, or the empty string
 */
record Row(
        String name,
        int mask,
        int value,
        Map<String, Field> fields,
        String handler,
        List<Condition> conditions,
        String extension) {

    /**
     * Bits of an instruction word.
     *
     * @param low the lowest bit
     * @param width number of bits, 1 to 26
     */
    record Field(int low, int width) {
        int of(int word) {
            return (word >>> low) & ((1 << width) - 1);
        }
    }

    /**
     * A condition: {@code (word & mask) == value}, or its contrary.
     */
    record Condition(int mask, int value, boolean equal) {
        boolean holds(int word) {
            return ((word & mask) == value) == equal;
        }
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is not well formed
     */
    static Row parse(String line) {
        String[] columns = line.split("\\|", 3);
        if (columns.length < 3) {
            throw new IllegalArgumentException("row with fewer than 3 columns: " + line);
        }
        String name = columns[0].trim();
        Map<String, Field> fields = new LinkedHashMap<>();
        int mask = 0;
        int value = 0;
        int bit = 32;
        for (String token : columns[1].trim().split("\\s+")) {
            int colon = token.indexOf(':');
            if (colon >= 0) {
                int width = Integer.parseInt(token.substring(colon + 1));
                bit -= width;
                fields.put(token.substring(0, colon), new Field(bit, width));
                continue;
            }
            for (char c : token.toCharArray()) {
                bit--;
                if (c != 'x') {
                    mask |= 1 << bit;
                    value |= (c - '0') << bit;
                }
            }
        }
        if (bit != 0) {
            throw new IllegalArgumentException("row " + name + " has " + (32 - bit) + " bits, allowed: 32");
        }
        return rest(
                name, mask, value, fields, columns[2].replace('|', ' ').trim().split("\\s+"));
    }

    private static Row rest(String name, int mask, int value, Map<String, Field> fields, String[] words) {
        List<Condition> conditions = new ArrayList<>();
        String extension = "";
        for (int i = 1; i < words.length; i++) {
            switch (words[i]) {
                case "if", "&" -> {
                    i++;
                    conditions.add(condition(name, fields, words[i]));
                }
                case "ext" -> {
                    i++;
                    extension = words[i];
                }
                default -> throw new IllegalArgumentException("row " + name + ": unexpected " + words[i]);
            }
        }
        return new Row(name, mask, value, Map.copyOf(fields), words[0], List.copyOf(conditions), extension);
    }

    /**
     * Reads further conditions on this row's fields.
     *
     * @param text as in a line: {@code if} and conditions joined by {@code &}; empty for none
     */
    List<Condition> conditions(String text) {
        return text.isBlank()
                ? List.of()
                : rest(name, mask, value, fields, ("- " + text.trim()).split("\\s+")).conditions;
    }

    private static Condition condition(String name, Map<String, Field> fields, String text) {
        boolean equal = text.contains("==");
        String[] sides = text.split("[!=]=");
        Field field = fields.get(sides[0]);
        if (field == null || sides.length != 2 || sides[1].length() != field.width) {
            throw new IllegalArgumentException("row " + name + ": condition " + text + " does not fit its fields");
        }
        int mask = 0;
        int value = 0;
        for (int i = 0; i < field.width; i++) {
            char c = sides[1].charAt(i);
            int bit = field.low + field.width - 1 - i;
            if (c != 'x') {
                mask |= 1 << bit;
                value |= (c - '0') << bit;
            }
        }
        return new Condition(mask, value, equal);
    }

    /** Tells whether a word is of this encoding. */
    boolean matches(int word) {
        if ((word & mask) != value) {
            return false;
        }
        for (Condition c : conditions) {
            if (!c.holds(word)) {
                return false;
            }
        }
        return true;
    }
}
