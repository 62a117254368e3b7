// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.memory;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One frame of a guest's RAM that stays where it is until it is closed, whatever the guest does to its address space.
 * Any thread.
 *
 * <p>Offsets are 0 to {@link GuestMemory#PAGE_SIZE}; an access beyond throws {@link IndexOutOfBoundsException}. Guest
 * and host may access the frame at once; a copy of bytes is not atomic.
 */
@ProviderType
public interface PinnedFrame extends AutoCloseable {
    /** Returns the guest address of the frame's first byte when it was pinned. */
    long address();

    /** Copies bytes of the frame into an array. */
    void read(int offset, byte[] target, int at, int length);

    /** Copies bytes of an array into the frame. */
    void write(int offset, byte[] source, int at, int length);

    /** Lets the frame go. Idempotent. */
    @Override
    void close();
}
