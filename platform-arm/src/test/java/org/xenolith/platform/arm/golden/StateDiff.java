// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.HexFormat;
import java.util.List;

/**
 * The text of what changed between two states: {@code x3=ff nzcv=6 v2=1:0 m808=a0b1}, or {@code -} when nothing did.
 *
 * <p>All numbers are hexadecimal without leading zeros; a vector register is one number of up to 32 digits. {@code mOFF=}
 * is a run of bytes in ascending address order from offset OFF of the data page.
 */
final class StateDiff {
    private static final String NOTHING = "-";
    private static final HexFormat HEX = HexFormat.of();

    private StateDiff() {}

    /** Writes what differs, PC included. */
    static String between(GoldenState before, GoldenState after) {
        StringBuilder text = new StringBuilder();
        add(text, "pc", before.pc, after.pc);
        for (int i = 0; i < after.x.length; i++) {
            add(text, "x" + i, before.x[i], after.x[i]);
        }
        add(text, "sp", before.sp, after.sp);
        add(text, "nzcv", before.nzcv, after.nzcv);
        add(text, "fpcr", before.fpcr, after.fpcr);
        add(text, "fpsr", before.fpsr, after.fpsr);
        add(text, "tpidr", before.tpidr, after.tpidr);
        for (int i = 0; i < after.v.length; i += 2) {
            if (before.v[i] != after.v[i] || before.v[i + 1] != after.v[i + 1]) {
                text.append(" v").append(i / 2).append('=').append(vector(after.v[i + 1], after.v[i]));
            }
        }
        addMemory(text, before.memory, after.memory);
        return text.isEmpty() ? NOTHING : text.substring(1);
    }

    private static void add(StringBuilder text, String name, long before, long after) {
        if (before != after) {
            text.append(' ').append(name).append('=').append(Long.toHexString(after));
        }
    }

    private static String vector(long high, long low) {
        return high == 0 ? Long.toHexString(low) : Long.toHexString(high) + HEX.toHexDigits(low);
    }

    private static void addMemory(StringBuilder text, byte[] before, byte[] after) {
        int at = 0;
        while (at < after.length) {
            if (before[at] == after[at]) {
                at++;
                continue;
            }
            int end = at + 1;
            for (int i = end; i < after.length && i < end + 3; i++) {
                if (before[i] != after[i]) {
                    end = i + 1;
                }
            }
            text.append(" m").append(Integer.toHexString(at)).append('=').append(HEX.formatHex(after, at, end));
            at = end;
        }
    }

    /** Applies a text of {@link #between} to a state. */
    static void apply(String text, GoldenState to) {
        if (text.equals(NOTHING)) {
            return;
        }
        for (String change : List.of(text.split(" "))) {
            int equals = change.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("Not a change of state: '" + change + "' in '" + text + "'");
            }
            apply(change.substring(0, equals), change.substring(equals + 1), to);
        }
    }

    private static void apply(String name, String value, GoldenState to) {
        switch (name) {
            case "pc" -> to.pc = number(value);
            case "sp" -> to.sp = number(value);
            case "nzcv" -> to.nzcv = number(value);
            case "fpcr" -> to.fpcr = number(value);
            case "fpsr" -> to.fpsr = number(value);
            case "tpidr" -> to.tpidr = number(value);
            default -> applyNumbered(name.charAt(0), name.substring(1), value, to);
        }
    }

    private static void applyNumbered(char kind, String where, String value, GoldenState to) {
        switch (kind) {
            case 'x' -> to.x[Integer.parseInt(where)] = number(value);
            case 'v' -> {
                int slot = 2 * Integer.parseInt(where);
                int split = Math.max(0, value.length() - 16);
                to.v[slot] = number(value.substring(split));
                to.v[slot + 1] = split == 0 ? 0 : number(value.substring(0, split));
            }
            case 'm' -> {
                byte[] bytes = HEX.parseHex(value);
                System.arraycopy(bytes, 0, to.memory, Integer.parseInt(where, 16), bytes.length);
            }
            default -> throw new IllegalArgumentException("No such part of a state: " + kind + where);
        }
    }

    private static long number(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }
}
