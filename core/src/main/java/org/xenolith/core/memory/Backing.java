// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.memory;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.memory.SharedFrame;

/** What a guest memory has reserved from the host: RAM by guest range, and slabs of shared frames. */
final class Backing {
    /** Frames in a slab: enough for the shared pages of an ordinary guest. */
    private static final int SLAB_FRAMES = 64;

    /** RAM that was reserved for a guest range; frames of it may be unmapped meanwhile. */
    private record Ram(long base, Reservation reservation) {
        boolean contains(long address, long size) {
            return address >= base && size <= reservation.size() && address - base <= reservation.size() - size;
        }

        long host(long address) {
            return reservation.address() + (address - base);
        }

        boolean any(long address, long size, LongPredicate held) {
            for (long at = address; at < address + size; at += GuestMemory.PAGE_SIZE) {
                if (held.test(host(at))) {
                    return true;
                }
            }
            return false;
        }
    }

    private record Shared(MemorySegment segment, Backing owner) implements SharedFrame {}

    private final AddressSpace space;
    private final List<Ram> ram = new ArrayList<>();
    private final List<Reservation> slabs = new ArrayList<>();
    private int slabUsed = SLAB_FRAMES;
    private boolean closed;

    Backing(AddressSpace space) {
        this.space = space;
    }

    /**
     * Returns host memory full of zeros for a guest range, by preference what the range had before.
     *
     * @param held tells which host frames somebody still has, so that they are not given out again
     */
    synchronized long ram(long address, long size, LongPredicate held) {
        checkOpen();
        Ram before = find(address, size);
        if (before != null && !before.any(address, size, held)) {
            before.reservation.discard(address - before.base, size);
            return before.host(address);
        }
        Ram added = new Ram(address, space.reserve(size));
        ram.add(added);
        return added.host(address);
    }

    /** Tells that a guest frame does not show a host frame any more; RAM is given back. */
    synchronized void released(long address, long host) {
        Ram owner = find(address, GuestMemory.PAGE_SIZE);
        if (owner != null && owner.host(address) == host) {
            owner.reservation.discard(address - owner.base, GuestMemory.PAGE_SIZE);
        }
    }

    /** Tells whether a host frame is the RAM that was reserved for a guest frame. */
    synchronized boolean isRam(long address, long host) {
        Ram owner = find(address, GuestMemory.PAGE_SIZE);
        return owner != null && owner.host(address) == host;
    }

    private @Nullable Ram find(long address, long size) {
        for (Ram r : ram) {
            if (r.contains(address, size)) {
                return r;
            }
        }
        return null;
    }

    synchronized SharedFrame shared() {
        checkOpen();
        if (slabUsed == SLAB_FRAMES) {
            slabs.add(space.reserve((long) SLAB_FRAMES * GuestMemory.PAGE_SIZE));
            slabUsed = 0;
        }
        long offset = (long) slabUsed++ * GuestMemory.PAGE_SIZE;
        return new Shared(slabs.getLast().segment().asSlice(offset, GuestMemory.PAGE_SIZE), this);
    }

    boolean owns(SharedFrame frame) {
        return frame instanceof Shared shared && shared.owner == this;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the domain's memory has been released");
        }
    }

    /** Gives all memory back; the addresses stay reserved for as long as somebody can reach them. */
    synchronized void close() {
        closed = true;
        ram.forEach(r -> r.reservation.discard(0, r.reservation.size()));
        slabs.forEach(slab -> slab.discard(0, slab.size()));
    }
}
