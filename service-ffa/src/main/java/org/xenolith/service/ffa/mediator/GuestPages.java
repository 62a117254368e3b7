// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.memory.PinnedFrame;

/** What a virtual machine has at its pages, as far as memory of others makes it change. Addresses are of whole pages. */
public interface GuestPages {
    /** Tells whether there is nothing at a page, and something may be put there. */
    boolean vacant(long address);

    /** Takes one of its own frames out of the guest's sight; it stays pinned. */
    void conceal(PinnedFrame own);

    /** Shows one of its own frames again. */
    void reveal(PinnedFrame own);

    /** Shows a frame of another. */
    void show(long address, PinnedFrame others);

    /** Gives it a page of its own with some content, 4096 bytes. */
    void give(long address, byte[] content);

    /** Takes away what {@link #show} has put there. */
    void withdraw(long address);

    /** The pages of a guest. */
    static GuestPages of(GuestMemory memory) {
        return new GuestPages() {
            /** Guest addresses that memory may be at: 48 bits [DDI0487 D8.1]. */
            private static final long LIMIT = 1L << 48;

            @Override
            public boolean vacant(long address) {
                return address >= 0 && address < LIMIT && memory.hostFrame(address) == 0;
            }

            @Override
            public void conceal(PinnedFrame own) {
                memory.unmap(own.address());
            }

            @Override
            public void reveal(PinnedFrame own) {
                memory.mapPinned(own.address(), own);
            }

            @Override
            public void show(long address, PinnedFrame others) {
                memory.mapPinned(address, others);
            }

            @Override
            public void give(long address, byte[] content) {
                memory.mapShared(address, memory.allocateShared());
                memory.write(address, content, 0, content.length);
            }

            @Override
            public void withdraw(long address) {
                memory.unmap(address);
            }
        };
    }
}
