// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** Text of a file that is shown on a terminal: short, and without control characters. */
final class Printable {
    private static final int LONGEST = 60;

    private Printable() {}

    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && shown.length() < LONGEST; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) ? String.format("\\x%02x", (int) c) : String.valueOf(c));
        }
        return text.length() > LONGEST ? shown + "..." : shown.toString();
    }

    static String of(char c) {
        return Character.isISOControl(c) ? String.format("character 0x%02x", (int) c) : "'" + c + "'";
    }
}
