// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fdt;

import static org.xenolith.platform.arm.fdt.FdtFormat.BEGIN_NODE;
import static org.xenolith.platform.arm.fdt.FdtFormat.END;
import static org.xenolith.platform.arm.fdt.FdtFormat.END_NODE;
import static org.xenolith.platform.arm.fdt.FdtFormat.HEADER_BYTES;
import static org.xenolith.platform.arm.fdt.FdtFormat.LAST_COMPATIBLE;
import static org.xenolith.platform.arm.fdt.FdtFormat.MAGIC;
import static org.xenolith.platform.arm.fdt.FdtFormat.PROP;
import static org.xenolith.platform.arm.fdt.FdtFormat.VERSION;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a tree as version 17: header, reservations, structure, strings, in this order and without gaps, so that equal
 * trees give equal bytes. A name that is another's ending shares its bytes [Devicetree Specification 5].
 */
public final class FdtWriter {
    private final ByteArrayOutputStream structure = new ByteArrayOutputStream();
    private final StringBuilder strings = new StringBuilder();
    private final Map<String, Integer> stringOffsets = new HashMap<>();

    private FdtWriter() {}

    /** The bytes of a tree. */
    public static byte[] write(Fdt tree) {
        FdtWriter writer = new FdtWriter();
        writer.node(tree.root(), 0);
        writer.word(END);
        return writer.assemble(tree);
    }

    private byte[] assemble(Fdt tree) {
        int structureOffset = HEADER_BYTES + 16 * (tree.reservations().size() + 1);
        int stringsOffset = structureOffset + structure.size();
        ByteBuffer out = ByteBuffer.allocate(stringsOffset + strings.length());
        out.putInt(MAGIC)
                .putInt(out.capacity())
                .putInt(structureOffset)
                .putInt(stringsOffset)
                .putInt(HEADER_BYTES)
                .putInt(VERSION)
                .putInt(LAST_COMPATIBLE)
                .putInt(tree.bootCpu())
                .putInt(strings.length())
                .putInt(structure.size());
        for (Fdt.Reservation reservation : tree.reservations()) {
            out.putLong(reservation.address()).putLong(reservation.size());
        }
        out.putLong(0).putLong(0);
        out.put(structure.toByteArray());
        out.put(strings.toString().getBytes(StandardCharsets.ISO_8859_1));
        return out.array();
    }

    private void node(FdtNode node, int depth) {
        if (depth == Fdt.DEEPEST) {
            throw new IllegalArgumentException("nodes deeper than " + Fdt.DEEPEST);
        }
        word(BEGIN_NODE);
        padded((node.name() + '\0').getBytes(StandardCharsets.ISO_8859_1));
        for (FdtProperty property : node.properties()) {
            word(PROP);
            word(property.length());
            word(stringOffsets.computeIfAbsent(property.name(), this::stringOffset));
            padded(property.value());
        }
        for (FdtNode child : node.children()) {
            node(child, depth + 1);
        }
        word(END_NODE);
    }

    private int stringOffset(String name) {
        String terminated = name + '\0';
        int shared = strings.indexOf(terminated);
        if (shared >= 0) {
            return shared;
        }
        strings.append(terminated);
        return strings.length() - terminated.length();
    }

    private void word(int value) {
        structure.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
    }

    private void padded(byte[] bytes) {
        structure.writeBytes(bytes);
        while (structure.size() % 4 != 0) {
            structure.write(0);
        }
    }
}
