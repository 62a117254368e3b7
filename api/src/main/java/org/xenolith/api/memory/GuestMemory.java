// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.memory;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A domain's guest-physical address space, as far as it is RAM.
 *
 * <p>Addresses are unsigned 64-bit byte addresses. Frames are 4 KiB ({@link #PAGE_SIZE}). Contents are little endian.
 * Accesses of 1, 2, 4 and 8 bytes that are naturally aligned are single-copy atomic; all methods may be called from any
 * thread. An access that touches an address without RAM throws {@link UnmappedAddressException} and changes nothing.
 */
@ProviderType
public interface GuestMemory {

    /** Bytes in a guest frame. */
    int PAGE_SIZE = 4096;

    /** log2 of {@link #PAGE_SIZE}. */
    int PAGE_SHIFT = 12;

    /**
     * Adds zero-filled RAM. Host memory is committed when it is first touched.
     *
     * @param address first byte, a multiple of {@link #PAGE_SIZE}
     * @param size bytes, a positive multiple of {@link #PAGE_SIZE}
     * @throws IllegalArgumentException if the range is misaligned, wraps, overlaps existing RAM or is larger than the
     *     host can reserve
     */
    void populate(long address, long size);

    /** Returns the number of bytes of RAM that are mapped now. */
    long size();

    /** Tells whether every byte of the range is RAM; an empty range is. */
    boolean contains(long address, long length);

    /**
     * Reads an integer.
     *
     * @param width bytes: 1, 2, 4 or 8; the result is zero extended
     */
    long read(long address, int width);

    /**
     * Writes the low {@code width} bytes of a value.
     *
     * @param width bytes: 1, 2, 4 or 8
     */
    void write(long address, int width, long value);

    /** Copies guest bytes into an array. */
    void read(long address, byte[] target, int offset, int length);

    /** Copies bytes of an array into the guest. */
    void write(long address, byte[] source, int offset, int length);

    /**
     * Atomically replaces a value if it is the expected one, with the memory effects of a volatile access.
     *
     * @param address naturally aligned
     * @param width bytes: 4 or 8
     * @return the value found, zero extended; the exchange took place if it equals {@code expected}
     */
    long compareAndExchange(long address, int width, long expected, long value);

    /**
     * Atomically sets bits, with the memory effects of a volatile access.
     *
     * @param address a multiple of 8
     * @return the 64-bit value before
     */
    long getAndBitwiseOr(long address, long bits);

    /**
     * Atomically stores a value, with the memory effects of a volatile access.
     *
     * @param address naturally aligned
     * @param width bytes: 4 or 8
     * @return the value before, zero extended
     */
    long getAndSet(long address, int width, long value);

    /**
     * Returns where a frame is in the host's address space, for code that keeps translations (a software TLB).
     *
     * <p>The answer holds until a {@link MemoryObserver} is told otherwise. Writes that bypass this interface must
     * respect {@link #watch}.
     *
     * @param address any address inside the frame
     * @return the absolute host address of the frame's first byte, or 0 if the frame is not RAM
     */
    long hostFrame(long address);

    /**
     * Asks that observers be told of writes to a frame through this interface, and that {@link #isWatched} be true.
     * Asking again is harmless.
     *
     * @param address any address inside the frame
     */
    void watch(long address);

    /** Ends what {@link #watch} began. */
    void unwatch(long address);

    /** Tells whether writes to the frame are watched. */
    boolean isWatched(long address);

    /**
     * Replaces what a guest frame shows by a host-owned frame (a shared page). The RAM that was there before is
     * released.
     *
     * @param address the frame's first byte
     */
    void mapShared(long address, SharedFrame frame);

    /**
     * Makes an address show a pinned frame: one of this memory, to give back what {@link #unmap} took away, or one of
     * another's, which both show then. What was there before is released; a frame of another cannot be pinned here.
     *
     * <p>Who executes code keeps track of writes by address: what one guest writes to a frame that another executes code
     * from is not seen there.
     *
     * @param address where, a multiple of {@link #PAGE_SIZE}
     * @param frame must stay pinned for as long as the address shows it
     * @throws IllegalArgumentException if the frame has been closed, or is none of a guest's memory of this host
     */
    default void mapPinned(long address, PinnedFrame frame) {
        throw new IllegalArgumentException("this memory shows no frames of others");
    }

    /** Makes a frame show nothing, so that accesses to it fault. Unmapping what is not mapped is harmless. */
    void unmap(long address);

    /** Allocates a zeroed frame that can be mapped into this guest and is accessible to the host. */
    SharedFrame allocateShared();

    /**
     * Pins a frame of ordinary RAM.
     *
     * @param address any address inside the frame
     * @return the frame; empty if there is no RAM, or a host-owned frame
     */
    default Optional<PinnedFrame> pin(long address) {
        return Optional.empty();
    }

    /** Returns how many pins there are now: each {@link #pin} that has not been closed. */
    default long pinned() {
        return 0;
    }

    /**
     * Starts telling an observer about changes.
     *
     * @return closing it ends the observation
     */
    AutoCloseable observe(MemoryObserver observer);
}
