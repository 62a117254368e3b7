// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fdt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A property of a node: a name and bytes, big endian where they are cells. Immutable. */
public final class FdtProperty {
    private final String name;
    private final byte[] value;

    /**
     * @param name ISO 8859-1, not empty
     * @param value copied
     */
    public FdtProperty(String name, byte[] value) {
        this.name = FdtNode.checkName(name);
        this.value = value.clone();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a property without a name");
        }
    }

    public String name() {
        return name;
    }

    /** A copy of the value. */
    public byte[] value() {
        return value.clone();
    }

    /** The value's length in bytes. */
    public int length() {
        return value.length;
    }

    /** The value as 32-bit cells; what does not fill a cell is left out. */
    public int[] cells() {
        int[] cells = new int[value.length / 4];
        ByteBuffer.wrap(value).asIntBuffer().get(cells);
        return cells;
    }

    /** The value as strings in UTF-8, each ended by a zero byte. */
    public List<String> strings() {
        List<String> strings = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < value.length; i++) {
            if (value[i] == 0) {
                strings.add(new String(value, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        return strings;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FdtProperty that && name.equals(that.name) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return FdtText.property(this);
    }
}
