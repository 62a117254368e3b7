// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.memory.PinnedFrame;

/** Memory that a virtual machine has given to another. What changes is guarded by this object's monitor. */
final class PeerRegion {
    private static final int PAGE = 4096;

    final long handle;
    final Endpoint owner;
    final Endpoint receiver;
    final Transaction kind;
    final long tag;
    /** Whether the receiver gets zeros. */
    final boolean clear;

    final List<PinnedFrame> frames;
    /** Where the receiver has it, an address for each frame; null while it has not retrieved it. */
    long @Nullable [] addresses;
    /** It has been reclaimed, or donated: nothing can be done with it any more. */
    boolean over;

    PeerRegion(
            long handle,
            Endpoint owner,
            Endpoint receiver,
            Transaction kind,
            MemoryDescriptor descriptor,
            List<PinnedFrame> frames) {
        this.handle = handle;
        this.owner = owner;
        this.receiver = receiver;
        this.kind = kind;
        this.tag = descriptor.tag;
        this.clear = (descriptor.flags & MemoryDescriptor.CLEAR) != 0;
        this.frames = List.copyOf(frames);
    }

    /** Lets the receiver see it. */
    void show(long[] at) {
        byte[] page = new byte[PAGE];
        for (int i = 0; i < at.length; i++) {
            PinnedFrame frame = frames.get(i);
            if (clear) {
                frame.write(0, page, 0, PAGE);
            }
            if (kind != Transaction.DONATE) {
                receiver.vm.pages().show(at[i], frame);
                continue;
            }
            frame.read(0, page, 0, PAGE);
            receiver.vm.pages().give(at[i], page);
        }
        addresses = at;
    }

    /** Takes it away from the receiver. */
    void withdraw() {
        long[] at = addresses;
        if (at != null) {
            for (long address : at) {
                receiver.vm.pages().withdraw(address);
            }
            addresses = null;
        }
    }

    /** Fills it with zeros. */
    void erase() {
        byte[] zeros = new byte[PAGE];
        frames.forEach(frame -> frame.write(0, zeros, 0, PAGE));
    }

    /** Gives it back to its owner. */
    void giveBack() {
        if (kind.conceals()) {
            frames.forEach(owner.vm.pages()::reveal);
        }
        end();
    }

    /** Lets the frames go. */
    void end() {
        over = true;
        frames.forEach(PinnedFrame::close);
    }
}
