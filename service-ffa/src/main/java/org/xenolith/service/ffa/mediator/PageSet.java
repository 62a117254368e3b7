// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.service.ffa.abi.Bytes;

/** The pages of a region, pinned one by one, and the ranges that neighbours make. */
final class PageSet {
    private static final int PAGE = 4096;

    private final VirtualMachine vm;
    private final int expected;
    private final List<PinnedFrame> frames = new ArrayList<>();

    PageSet(VirtualMachine vm, int expected) {
        this.vm = vm;
        this.expected = expected;
    }

    /** Pins what a descriptor names; what was pinned stays pinned if this fails. At most {@code expected} pages. */
    int add(MemoryDescriptor descriptor) {
        for (int range = 0; range < descriptor.ranges; range++) {
            int code = add(descriptor.address(range), descriptor.pages(range));
            if (code != FfaStatus.OK) {
                return code;
            }
        }
        return frames.size() < expected ? FfaStatus.INVALID_PARAMETERS : FfaStatus.OK;
    }

    private int add(long address, long pages) {
        if ((address & (PAGE - 1)) != 0) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        for (long n = 0; n < pages; n++) {
            long at = address + n * PAGE;
            if (frames.size() == expected || Long.compareUnsigned(at, address) < 0) {
                return FfaStatus.INVALID_PARAMETERS;
            }
            Optional<PinnedFrame> frame = vm.pin(at);
            if (frame.isEmpty()) {
                return FfaStatus.DENIED;
            }
            frames.add(frame.get());
        }
        return FfaStatus.OK;
    }

    List<PinnedFrame> frames() {
        return frames;
    }

    void release() {
        frames.forEach(PinnedFrame::close);
        frames.clear();
    }

    /** Returns how many ranges there are when neighbours are merged. */
    int ranges() {
        int count = 0;
        for (int i = 0; i < frames.size(); i++) {
            count += begins(i) ? 1 : 0;
        }
        return count;
    }

    private boolean begins(int i) {
        return i == 0 || frames.get(i).address() != frames.get(i - 1).address() + PAGE;
    }

    /** Writes the merged ranges, 16 bytes each. */
    void write(byte[] page, int offset) {
        int at = offset - MemoryDescriptor.RANGE;
        for (int i = 0; i < frames.size(); i++) {
            if (begins(i)) {
                at += MemoryDescriptor.RANGE;
                Bytes.put64(page, at, frames.get(i).address());
                Bytes.put64(page, at + 8, 0);
            }
            Bytes.put32(page, at + 8, Bytes.get32(page, at + 8) + 1);
        }
    }
}
