// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.memory;

import java.lang.foreign.MemorySegment;
import org.osgi.annotation.versioning.ProviderType;

/** One host-owned frame of {@link GuestMemory#PAGE_SIZE} bytes that a guest may see at one address. */
@ProviderType
public interface SharedFrame {
    /** Returns the frame's bytes; valid as long as the domain lives. */
    MemorySegment segment();
}
