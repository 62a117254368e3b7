// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.memory;

import java.lang.foreign.MemorySegment;

/**
 * A range of host addresses that holds zeros until it is written; the host commits memory page by page.
 *
 * <p>The addresses stay valid until neither this object nor {@link #segment} (or a slice of it) is reachable, so a late
 * access can never reach memory of somebody else. The memory behind them is given back earlier, by {@link #discard}.
 */
final class Reservation {
    private final MemorySegment segment;
    private final AddressSpace space;

    Reservation(MemorySegment segment, AddressSpace space) {
        this.segment = segment;
        this.space = space;
    }

    long address() {
        return segment.address();
    }

    long size() {
        return segment.byteSize();
    }

    MemorySegment segment() {
        return segment;
    }

    /** Makes a range hold zeros again and gives the memory behind it back to the host. */
    void discard(long offset, long size) {
        space.discard(segment.asSlice(offset, size));
    }
}
