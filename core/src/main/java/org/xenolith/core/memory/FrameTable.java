// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * From guest frames to host addresses: a radix tree of 1 GiB nodes and 2 MiB chunks.
 *
 * <p>A chunk that is backed linearly is one word; only a chunk with a shared, missing or watched frame has an entry for
 * each frame. Entries are the frame's host address (page aligned, 0 if there is none) with {@link #WATCHED} in bit 0.
 * Lookups take no lock and allocate nothing; changes are made under the owner's lock.
 */
final class FrameTable {
    /** Bit of an entry: writes to the frame are watched. */
    static final long WATCHED = 1;

    /** Bits of an entry that are the host address. */
    static final long HOST = -4096;

    /** Guest addresses are below this: what the architectures here can address. */
    static final long LIMIT = 1L << 48;

    private static final int FRAME_SHIFT = 12;
    private static final int CHUNK_SHIFT = 21;
    private static final int NODE_SHIFT = 30;
    private static final int FAN = 512;
    private static final long FRAME = 1L << FRAME_SHIFT;
    private static final long CHUNK = 1L << CHUNK_SHIFT;
    private static final long NODE = 1L << NODE_SHIFT;
    private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle LEAF = MethodHandles.arrayElementVarHandle(long[][].class);

    private static final class Node {
        final long[] linear = new long[FAN];
        final long[][] leaves = new long[FAN][];
    }

    private volatile @Nullable Node[] top = new Node[0];

    /** Returns the entry of the frame that contains the address, 0 if there is nothing. */
    long entry(long address) {
        Node node = node(address);
        if (node == null) {
            return 0;
        }
        int chunk = (int) (address >>> CHUNK_SHIFT) & (FAN - 1);
        long[] leaf = (long[]) LEAF.getAcquire(node.leaves, chunk);
        if (leaf != null) {
            return (long) ENTRY.getVolatile(leaf, (int) (address >>> FRAME_SHIFT) & (FAN - 1));
        }
        long linear = (long) ENTRY.getAcquire(node.linear, chunk);
        return linear == 0 ? 0 : linear + (address & (CHUNK - FRAME));
    }

    private @Nullable Node node(long address) {
        @Nullable Node[] nodes = top;
        long index = address >>> NODE_SHIFT;
        return index < nodes.length ? nodes[(int) index] : null;
    }

    /** Returns how many bytes from the address on are described by the same word: up to 1 GiB of nothing. */
    long extent(long address) {
        Node node = node(address);
        if (node == null) {
            return NODE - (address & (NODE - 1));
        }
        int chunk = (int) (address >>> CHUNK_SHIFT) & (FAN - 1);
        long unit = node.leaves[chunk] == null ? CHUNK : FRAME;
        return unit - (address & (unit - 1));
    }

    /** Tells whether every byte of the range has memory. */
    boolean covers(long address, long length) {
        long done = 0;
        while (done < length) {
            if ((entry(address + done) & HOST) == 0) {
                return false;
            }
            done += extent(address + done);
        }
        return true;
    }

    /** Tells whether some byte of the range has memory. */
    boolean touches(long address, long length) {
        long done = 0;
        while (done < length) {
            if ((entry(address + done) & HOST) != 0) {
                return true;
            }
            done += extent(address + done);
        }
        return false;
    }

    /** Backs a range by consecutive host memory. Aligned to frames; below {@link #LIMIT}. */
    void setRange(long address, long size, long host) {
        long done = 0;
        while (done < size) {
            long at = address + done;
            Node node = nodeForChange(at);
            int chunk = (int) (at >>> CHUNK_SHIFT) & (FAN - 1);
            if ((at & (CHUNK - 1)) == 0 && size - done >= CHUNK && node.leaves[chunk] == null) {
                ENTRY.setVolatile(node.linear, chunk, host + done);
                done += CHUNK;
            } else {
                set(at, host + done);
                done += FRAME;
            }
        }
    }

    /** Backs one frame, 0 for nothing; whether it is watched stays. */
    void set(long address, long host) {
        long[] leaf = leaf(address);
        int frame = (int) (address >>> FRAME_SHIFT) & (FAN - 1);
        ENTRY.setVolatile(leaf, frame, host | leaf[frame] & WATCHED);
    }

    /** Sets whether writes to a frame are watched. */
    void setWatched(long address, boolean watched) {
        long[] leaf = leaf(address);
        int frame = (int) (address >>> FRAME_SHIFT) & (FAN - 1);
        ENTRY.setVolatile(leaf, frame, watched ? leaf[frame] | WATCHED : leaf[frame] & ~WATCHED);
    }

    /** Forgets everything. */
    void clear() {
        top = new Node[0];
    }

    private long[] leaf(long address) {
        Node node = nodeForChange(address);
        int chunk = (int) (address >>> CHUNK_SHIFT) & (FAN - 1);
        long[] leaf = node.leaves[chunk];
        if (leaf == null) {
            leaf = new long[FAN];
            long linear = node.linear[chunk];
            if (linear != 0) {
                Arrays.setAll(leaf, i -> linear + ((long) i << FRAME_SHIFT));
            }
            LEAF.setRelease(node.leaves, chunk, leaf);
        }
        return leaf;
    }

    private Node nodeForChange(long address) {
        Node node = node(address);
        if (node == null) {
            node = new Node();
            int index = (int) (address >>> NODE_SHIFT);
            @Nullable Node[] nodes = Arrays.copyOf(top, Math.max(index + 1, top.length));
            nodes[index] = node;
            top = nodes;
        }
        return node;
    }
}
