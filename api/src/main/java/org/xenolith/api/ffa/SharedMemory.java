// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.ffa;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Memory of a virtual machine that a secure partition has retrieved. Any thread.
 *
 * <p>The owner writes to it at any time: read a value once, then check it. Offsets count from the first byte of the
 * region, whose ranges follow one another.
 */
@ProviderType
public interface SharedMemory {
    /** Returns the region's handle. */
    long handle();

    /** Returns the endpoint id of the owner. */
    int owner();

    /** Returns the number of bytes, a multiple of 4096. */
    long size();

    /**
     * Copies bytes out of the region.
     *
     * @throws IndexOutOfBoundsException if the region does not contain them
     * @throws IllegalStateException if it has been relinquished, or was taken back by force
     */
    void read(long offset, byte[] target, int at, int length);

    /** Copies bytes into the region; see {@link #read}. */
    void write(long offset, byte[] source, int at, int length);

    /** Gives the region up; its owner may reclaim it then. Idempotent. */
    void relinquish();
}
