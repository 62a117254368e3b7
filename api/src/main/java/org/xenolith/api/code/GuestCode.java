// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.code;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.xenolith.api.hypervisor.Domain;

/** What a machine that translates guest code tells about it. */
@ConsumerType
public interface GuestCode {
    /**
     * Shows the block that begins at an address, as the vCPU would fetch it now. One that was not executed yet is
     * translated for the purpose and not kept. The domain must stand: call this in {@link Domain#atSafepoint}.
     *
     * @param vcpu number of a vCPU of the domain
     * @param address guest-virtual
     * @return the block; empty if no instruction can be fetched there
     */
    Optional<BlockListing> block(int vcpu, long address);

    /** Returns what has been counted so far. Any thread; exact while the domain stands. */
    CodeCounters counters();
}
