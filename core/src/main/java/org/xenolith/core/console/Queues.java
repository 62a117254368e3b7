// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

/**
 * The two byte queues of a console and the notifications between their ends. Of each end one thread at a time may move
 * bytes; who looks at levels may be anybody.
 */
public interface Queues extends AutoCloseable {
    /**
     * Creates queues in the host's memory, out of the guest's reach.
     *
     * @param in bytes to the guest, 1 to 2^20
     * @param out bytes from the guest, 1 to 2^20
     */
    static Queues inHost(int in, int out) {
        return new HostQueues(in, out);
    }

    // ---- the device's end

    int inCapacity();

    int outCapacity();

    /** Bytes that wait for the guest. */
    int inQueued();

    /** Bytes from the guest that have not been collected. */
    int outQueued();

    /** Takes the oldest byte for the guest, 0 to 255, or -1. */
    int take();

    /** Puts a byte from the guest; false if it has no room. */
    boolean put(byte value);

    /** Tells the host's end that something has moved. */
    void notifyHost();

    // ---- the host's end

    /** Tells whether {@link #collect} would find something. */
    boolean outPending();

    /** Takes bytes from the guest; returns how many. */
    int collect(byte[] target);

    /** Returns how many bytes for the guest have room. */
    int inRoom();

    /** Puts some bytes for the guest, as many as go at once; returns how many, 0 if there is no room. */
    int give(byte[] source, int offset, int length);

    /** The host's end begins to look: what it is told from now on is news. */
    void looking();

    /** Tells the device's end that something has moved. */
    void notifyDevice();

    // ---- both

    /** Bytes that the device has ever taken. */
    long taken();

    /** Bytes that the device has ever put. */
    long given();

    /**
     * Connects the ends. Until then notifications get lost.
     *
     * @param toHost runs on the notifying thread, the device's; it must not block
     * @param toDevice runs on the notifying thread, the host's
     */
    void connect(Runnable toHost, Runnable toDevice);

    /** Disconnects the ends and gives back what they need. Closing again has no effect. */
    @Override
    void close();
}
