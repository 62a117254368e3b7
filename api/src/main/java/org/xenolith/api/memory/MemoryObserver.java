// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.memory;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told of changes to a domain's address space. Methods are called on the thread that made the change. */
@ConsumerType
public interface MemoryObserver {
    /**
     * What a range of frames shows has changed; host addresses handed out for it are no longer valid once this returns.
     *
     * @param address first byte, a multiple of the frame size
     * @param size bytes
     */
    void remapped(long address, long size);

    /** Bytes of a watched frame were written through {@link GuestMemory}. */
    void written(long address, long size);
}
