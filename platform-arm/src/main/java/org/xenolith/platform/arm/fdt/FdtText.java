// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fdt;

import java.util.StringJoiner;

/** Shows a tree as text, in the manner of device tree sources. */
public final class FdtText {
    private FdtText() {}

    /** The whole tree; its last character is a line's end. */
    public static String of(Fdt tree) {
        StringBuilder text = new StringBuilder("/dts-v1/;\n\n");
        for (Fdt.Reservation reservation : tree.reservations()) {
            text.append(String.format("/memreserve/\t0x%x 0x%x;\n", reservation.address(), reservation.size()));
        }
        node(text, tree.root(), 0);
        return text.toString();
    }

    private static void node(StringBuilder text, FdtNode node, int depth) {
        String indent = "\t".repeat(depth);
        text.append(indent).append(depth == 0 ? "/" : escape(node.name())).append(" {\n");
        for (FdtProperty property : node.properties()) {
            text.append(indent).append('\t').append(property(property)).append('\n');
        }
        for (int i = 0; i < node.children().size(); i++) {
            if (i > 0 || !node.properties().isEmpty()) {
                text.append('\n');
            }
            node(text, node.children().get(i), depth + 1);
        }
        text.append(indent).append("};\n");
    }

    static String property(FdtProperty property) {
        byte[] value = property.value();
        String name = escape(property.name());
        if (value.length == 0) {
            return name + ";";
        }
        return name + " = " + (isText(value) ? text(property) : value.length % 4 == 0 ? cells(property) : bytes(value))
                + ";";
    }

    /** Whether a value looks like strings: printable, ended by zero, no string empty. */
    private static boolean isText(byte[] value) {
        if (value[value.length - 1] != 0) {
            return false;
        }
        for (int i = 0; i < value.length; i++) {
            boolean printable = value[i] >= 0x20 && value[i] < 0x7f;
            boolean end = value[i] == 0 && i > 0 && value[i - 1] != 0;
            if (!printable && !end) {
                return false;
            }
        }
        return true;
    }

    private static String text(FdtProperty property) {
        StringJoiner strings = new StringJoiner("\", \"", "\"", "\"");
        for (String string : property.strings()) {
            strings.add(string.replace("\\", "\\\\").replace("\"", "\\\""));
        }
        return strings.toString();
    }

    private static String cells(FdtProperty property) {
        StringJoiner cells = new StringJoiner(" ", "<", ">");
        for (int cell : property.cells()) {
            cells.add(String.format("0x%02x", cell));
        }
        return cells.toString();
    }

    private static String bytes(byte[] value) {
        StringJoiner bytes = new StringJoiner(" ", "[", "]");
        for (byte b : value) {
            bytes.add(String.format("%02x", b));
        }
        return bytes.toString();
    }

    /** A name without anything that could end its line or move a terminal's cursor. */
    private static String escape(String name) {
        StringBuilder escaped = new StringBuilder();
        for (char c : name.toCharArray()) {
            escaped.append(c > 0x20 && c < 0x7f ? String.valueOf(c) : String.format("\\x%02x", (int) c));
        }
        return escaped.toString();
    }
}
