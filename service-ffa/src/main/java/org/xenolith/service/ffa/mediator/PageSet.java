// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.memory.PinnedFrame;

/** The pages of a region, pinned one by one. */
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
}
