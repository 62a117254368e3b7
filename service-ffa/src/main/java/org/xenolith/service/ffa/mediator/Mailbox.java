// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.memory.PinnedFrame;

/**
 * A virtual machine's pair of buffers. Each has a lock; the buffers are exchanged while both are held, transmit first.
 */
final class Mailbox {
    final ReentrantLock transmitLock = new ReentrantLock();
    final ReentrantLock receiveLock = new ReentrantLock();
    /** What the virtual machine sends from; no buffer is mapped if null. */
    @Nullable
    PinnedFrame transmit;

    @Nullable
    PinnedFrame receive;
    /** Whether the virtual machine owns the receive buffer; guarded by its lock. */
    boolean owned;

    /** Copies of the buffers' contents, each used under its buffer's lock only. */
    private byte @Nullable [] sent;

    private byte @Nullable [] received;

    /** Returns the array for what is taken out of the transmit buffer. */
    byte[] sent() {
        byte[] now = sent;
        if (now == null) {
            now = new byte[4096];
            sent = now;
        }
        return now;
    }

    /** Returns the array for what is put into the receive buffer. */
    byte[] received() {
        byte[] now = received;
        if (now == null) {
            now = new byte[4096];
            received = now;
        }
        return now;
    }

    /** Adds the pages that are mapped, if there are; the transmit buffer is locked. */
    void addTo(List<PinnedFrame> frames) {
        PinnedFrame tx = transmit;
        PinnedFrame rx = receive;
        if (tx != null && rx != null) {
            frames.add(tx);
            frames.add(rx);
        }
    }

    void lock() {
        transmitLock.lock();
        receiveLock.lock();
    }

    void unlock() {
        receiveLock.unlock();
        transmitLock.unlock();
    }

    /** Lets both pages go; both locks are held. */
    void unmap() {
        PinnedFrame tx = transmit;
        PinnedFrame rx = receive;
        transmit = null;
        receive = null;
        owned = false;
        if (tx != null) {
            tx.close();
        }
        if (rx != null) {
            rx.close();
        }
    }
}
