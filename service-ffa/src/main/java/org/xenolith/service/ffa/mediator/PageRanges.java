// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.List;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.service.ffa.abi.Bytes;

/**
 * Addresses of pages in their order, as the ranges of a memory transaction descriptor: neighbours are one range.
 *
 * @param addresses of whole pages
 */
record PageRanges(long[] addresses) {
    private static final int PAGE = 4096;

    static PageRanges of(List<PinnedFrame> frames) {
        return new PageRanges(frames.stream().mapToLong(PinnedFrame::address).toArray());
    }

    /** Returns how many ranges there are. */
    int count() {
        int count = 0;
        for (int i = 0; i < addresses.length; i++) {
            count += begins(i) ? 1 : 0;
        }
        return count;
    }

    private boolean begins(int i) {
        return i == 0 || addresses[i] != addresses[i - 1] + PAGE;
    }

    /** Writes the ranges, 16 bytes each. */
    void write(byte[] page, int offset) {
        int at = offset - MemoryDescriptor.RANGE;
        for (int i = 0; i < addresses.length; i++) {
            if (begins(i)) {
                at += MemoryDescriptor.RANGE;
                Bytes.put64(page, at, addresses[i]);
                Bytes.put64(page, at + 8, 0);
            }
            Bytes.put32(page, at + 8, Bytes.get32(page, at + 8) + 1);
        }
    }
}
