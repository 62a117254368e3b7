// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.console;

import org.osgi.annotation.versioning.ProviderType;

/** The host's end of a console. Any number of sinks may be attached; all of them get every byte in order. */
@ProviderType
public interface Console {
    /** Returns the console's name, that of its slot. */
    String name();

    /**
     * Attaches a sink.
     *
     * @param sink gets the guest's output from now on
     * @param replay whether it first gets the output kept from before (the last 64 KiB)
     * @return closing it detaches the sink
     */
    Attachment attach(ConsoleSink sink, boolean replay);

    /**
     * Offers input for the guest.
     *
     * @return how many bytes were taken, 0 to {@code length}; the rest must be offered again
     */
    int offer(byte[] bytes, int offset, int length);

    /**
     * Hands over input for the guest, waiting while its queue is full.
     *
     * @throws InterruptedException if the calling thread is interrupted; bytes not yet taken are then lost
     */
    void input(byte[] bytes) throws InterruptedException;

    /**
     * Puts input for the guest at a point of its virtual time. In counted time two runs then see the same bytes at the
     * same instruction. Bytes that find the queue full follow as the guest takes them; other input waits behind them.
     *
     * @param nanos virtual nanoseconds of the domain's clock
     */
    void inputAt(long nanos, byte[] bytes);

    /** Returns the bytes and losses so far. */
    Counters counters();

    /**
     * What went over a console.
     *
     * @param in bytes that the guest's device took
     * @param out bytes that the guest's device gave
     * @param refused how often a byte from the guest was refused because the queue was full; whether it is lost or
     *     offered again is the device's matter
     * @param dropped bytes from the guest that were lost on the host's side
     */
    record Counters(long in, long out, long refused, long dropped) {}

    /** A sink that is attached. */
    @ProviderType
    interface Attachment extends AutoCloseable {
        @Override
        void close();
    }
}
