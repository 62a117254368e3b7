// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fdt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Builds a node and the nodes below it, in the order of the calls. For one thread. */
public final class FdtBuilder {
    private final String name;
    private final List<FdtProperty> properties = new ArrayList<>();
    private final List<FdtNode> children = new ArrayList<>();

    private FdtBuilder(String name) {
        this.name = name;
    }

    /** Begins a root node. */
    public static FdtBuilder root() {
        return new FdtBuilder("");
    }

    /** A property of raw bytes; none for a flag. */
    public FdtBuilder bytes(String property, byte... value) {
        properties.add(new FdtProperty(property, value));
        return this;
    }

    /** A property without a value: its presence is what it says. */
    public FdtBuilder flag(String property) {
        return bytes(property);
    }

    /** A property of 32-bit cells. */
    public FdtBuilder cells(String property, int... cells) {
        ByteBuffer value = ByteBuffer.allocate(4 * cells.length);
        value.asIntBuffer().put(cells);
        return bytes(property, value.array());
    }

    /** A property of 64-bit values, two cells each. */
    public FdtBuilder longs(String property, long... values) {
        ByteBuffer value = ByteBuffer.allocate(8 * values.length);
        value.asLongBuffer().put(values);
        return bytes(property, value.array());
    }

    /** A property of one or several strings, in UTF-8, without zero characters. */
    public FdtBuilder strings(String property, String... strings) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (String string : strings) {
            if (string.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("a zero character in '" + string + "'; allowed: none");
            }
            value.writeBytes(string.getBytes(StandardCharsets.UTF_8));
            value.write(0);
        }
        return bytes(property, value.toByteArray());
    }

    /** Makes the node one that others can point at, by the old property name and the new one. */
    public FdtBuilder phandle(int phandle) {
        return cells("linux,phandle", phandle).cells("phandle", phandle);
    }

    /** Adds a node below this one. */
    public FdtBuilder node(String childName, Consumer<FdtBuilder> content) {
        FdtBuilder child = new FdtBuilder(childName);
        content.accept(child);
        children.add(child.build());
        return this;
    }

    /** The node. */
    public FdtNode build() {
        return new FdtNode(name, properties, children);
    }
}
