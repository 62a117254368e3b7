// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fdt;

import static org.xenolith.platform.arm.fdt.FdtFormat.BEGIN_NODE;
import static org.xenolith.platform.arm.fdt.FdtFormat.END;
import static org.xenolith.platform.arm.fdt.FdtFormat.END_NODE;
import static org.xenolith.platform.arm.fdt.FdtFormat.HEADER_BYTES;
import static org.xenolith.platform.arm.fdt.FdtFormat.LAST_COMPATIBLE;
import static org.xenolith.platform.arm.fdt.FdtFormat.MAGIC;
import static org.xenolith.platform.arm.fdt.FdtFormat.NOP;
import static org.xenolith.platform.arm.fdt.FdtFormat.PROP;
import static org.xenolith.platform.arm.fdt.FdtFormat.VERSION;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads versions 16 and 17 [Devicetree Specification 5].
 *
 * <p>Threat model: the bytes are a guest's or a stranger's. Every offset, length and name is checked against the block
 * that it must lie in; nesting is bounded; memory used is proportional to the input. The only exception is
 * {@link FdtException}.
 */
public final class FdtReader {
    private final byte[] bytes;
    private final ByteBuffer words;
    private final int structureEnd;
    private final int stringsStart;
    private final int stringsEnd;
    private int next;

    private FdtReader(byte[] bytes, ByteBuffer header) throws FdtException {
        this.bytes = bytes;
        this.words = header;
        int total = header.getInt(4);
        boolean sized = header.getInt(20) >= VERSION;
        this.next = block("structure", header.getInt(8), 0, total, 4);
        this.stringsStart = block("strings", header.getInt(12), header.getInt(32), total, 1);
        this.stringsEnd = stringsStart + header.getInt(32);
        int structureSize = sized ? header.getInt(36) : total - next;
        block("structure", next, structureSize, total, 4);
        this.structureEnd = next + structureSize;
    }

    /**
     * Reads a tree.
     *
     * @param bytes may be longer than the tree
     * @throws FdtException if they are not a tree
     */
    public static Fdt read(byte[] bytes) throws FdtException {
        if (bytes.length < HEADER_BYTES) {
            throw new FdtException(bytes.length + " bytes; a header has " + HEADER_BYTES);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        require(header.getInt(0) == MAGIC, "magic", header.getInt(0), "d00dfeed");
        int total = header.getInt(4);
        require(total >= HEADER_BYTES && total <= bytes.length, "total size", total, "28 to the length of the input");
        require(header.getInt(20) >= LAST_COMPATIBLE, "version", header.getInt(20), "10 or more");
        require(
                header.getInt(24) >= 0 && header.getInt(24) <= VERSION,
                "last compatible version",
                header.getInt(24),
                "up to 11");
        FdtReader reader = new FdtReader(bytes, header);
        List<Fdt.Reservation> reservations = reader.reservations(header.getInt(16), total);
        return new Fdt(reservations, header.getInt(28), reader.root());
    }

    private static int block(String name, int offset, int size, int total, int alignment) throws FdtException {
        require(
                offset >= HEADER_BYTES && offset <= total && offset % alignment == 0,
                name + " offset",
                offset,
                "28 to the total size, a multiple of " + alignment);
        require(size >= 0 && size <= total - offset, name + " size", size, "up to the total size");
        return offset;
    }

    private List<Fdt.Reservation> reservations(int offset, int total) throws FdtException {
        block("reservations", offset, 16, total, 8);
        List<Fdt.Reservation> reservations = new ArrayList<>();
        int at = offset;
        while (true) {
            require(at <= total - 16, "end of the reservations at", at, "an entry of zeros inside the tree");
            long address = words.getLong(at);
            long size = words.getLong(at + 8);
            if (address == 0 && size == 0) {
                return reservations;
            }
            reservations.add(new Fdt.Reservation(address, size));
            at += 16;
        }
    }

    private FdtNode root() throws FdtException {
        int token = token();
        require(token == BEGIN_NODE, "first token", token, "1, a node's begin");
        FdtNode root = node(0);
        require(root.name().isEmpty(), "length of the root's name", root.name().length(), "0");
        int end = token();
        require(end == END, "token after the root", end, "9, the end");
        return root;
    }

    /** Reads the node whose begin has just been taken. */
    private FdtNode node(int depth) throws FdtException {
        require(depth < Fdt.DEEPEST, "depth of nodes", depth, "less than 40");
        String name = string(next, structureEnd);
        skip(name.length() + 1);
        List<FdtProperty> properties = new ArrayList<>();
        List<FdtNode> children = new ArrayList<>();
        Set<String> propertyNames = new HashSet<>();
        Set<String> childNames = new HashSet<>();
        while (true) {
            int token = token();
            switch (token) {
                case PROP -> {
                    require(children.isEmpty(), "property after a node at", next, "properties before nodes");
                    FdtProperty property = property();
                    require(propertyNames.add(property.name()), "property again before", next, "each once");
                    properties.add(property);
                }
                case BEGIN_NODE -> {
                    FdtNode child = node(depth + 1);
                    require(childNames.add(child.name()), "node again before", next, "each once");
                    children.add(child);
                }
                case END_NODE -> {
                    return new FdtNode(name, properties, children);
                }
                default ->
                    throw new FdtException("token " + Integer.toHexString(token) + " at "
                            + Integer.toHexString(next - 4) + "; allowed: 1 to 4 in a node");
            }
        }
    }

    private FdtProperty property() throws FdtException {
        int length = word();
        int nameOffset = word();
        require(
                length >= 0 && length <= structureEnd - next,
                "length of a property",
                length,
                "up to the structure's end");
        require(
                nameOffset >= 0 && nameOffset < stringsEnd - stringsStart,
                "offset of a name",
                nameOffset,
                "inside the strings");
        String name = string(stringsStart + nameOffset, stringsEnd);
        require(!name.isEmpty(), "empty name at", nameOffset, "a name");
        byte[] value = new byte[length];
        System.arraycopy(bytes, next, value, 0, length);
        skip(length);
        return new FdtProperty(name, value);
    }

    /** The next token that is not a NOP. */
    private int token() throws FdtException {
        int token = word();
        while (token == NOP) {
            token = word();
        }
        return token;
    }

    private int word() throws FdtException {
        require(next <= structureEnd - 4, "end of the structure at", next, "a token for the tree's end before it");
        int word = words.getInt(next);
        next += 4;
        return word;
    }

    /** Goes over bytes that are known to be there, and over the padding after them. */
    private void skip(int length) {
        next = FdtFormat.roundUp(next + length, 4);
    }

    private String string(int start, int end) throws FdtException {
        int at = start;
        while (at < end && bytes[at] != 0) {
            at++;
        }
        require(at < end, "string without an end at", start, "a zero byte inside its block");
        return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
    }

    private static void require(boolean holds, String what, int found, String allowed) throws FdtException {
        if (!holds) {
            throw new FdtException(what + " " + Integer.toHexString(found) + "; allowed: " + allowed + " (hex)");
        }
    }
}
