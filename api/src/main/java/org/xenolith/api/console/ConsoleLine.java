// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.console;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The device's end of a console: a byte queue in each direction.
 *
 * <p>The line belongs to the slot and outlives the device in it, so bytes in flight survive a swap. Both queues are
 * bounded, first in first out. The methods are safe from any thread; each direction has one consumer and one producer at
 * a time (the device's own lock sees to that).
 */
@ProviderType
public interface ConsoleLine {
    /** Returns how many bytes wait for the guest. */
    int inQueued();

    /** Returns how many bytes the queue to the guest holds at most. */
    int inCapacity();

    /** Takes the oldest byte for the guest, 0 to 255, or -1 if there is none. */
    int take();

    /** Returns how many bytes from the guest the backend has not consumed yet. */
    int outQueued();

    /** Returns how many bytes the queue from the guest holds at most. */
    int outCapacity();

    /**
     * Puts a byte from the guest.
     *
     * @param value bits 7:0 count
     * @return false if the queue is full; the byte is then not taken
     */
    boolean put(int value);

    /** Tells the backend that {@link #put} or {@link #take} has changed a queue. Must not be called under a lock. */
    void notifyBackend();

    /**
     * Sets who is told when the backend has put bytes for the guest or consumed bytes from it.
     *
     * @param listener runs on the backend's thread, briefly; {@link Runnable} that does nothing to stop
     */
    void onBackend(Runnable listener);
}
