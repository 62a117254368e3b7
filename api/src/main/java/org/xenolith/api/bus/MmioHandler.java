// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.bus;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers accesses to a region.
 *
 * <p>Called by any vCPU thread, several at once; an implementation guards its own state and does not call out while it
 * holds a lock. It must cope with every offset, width and value.
 */
@ConsumerType
public interface MmioHandler {
    /**
     * Reads.
     *
     * @param vcpu number of the vCPU that makes the access, from 0
     * @param offset bytes from the region's base
     * @param width bytes: 1, 2, 4 or 8
     * @return the value; bits above the width are ignored
     * @throws BusFault to make the access fault in the guest
     */
    long read(int vcpu, long offset, int width) throws BusFault;

    /**
     * Writes.
     *
     * @param vcpu number of the vCPU that makes the access, from 0
     * @param offset bytes from the region's base
     * @param width bytes: 1, 2, 4 or 8
     * @param value zero extended from the width
     * @throws BusFault to make the access fault in the guest
     */
    void write(int vcpu, long offset, int width, long value) throws BusFault;
}
