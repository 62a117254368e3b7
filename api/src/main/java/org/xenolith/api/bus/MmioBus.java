// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.bus;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** A domain's MMIO regions: one immutable table, replaced as a whole when a region comes or goes. */
@ProviderType
public interface MmioBus {
    /**
     * Adds a region.
     *
     * @return closing it removes the region again
     * @throws IllegalArgumentException if it overlaps one that is there
     */
    Mapping map(Region region, MmioHandler handler);

    /** Returns the regions, ascending by base. */
    List<Region> regions();

    /**
     * Opens the bus for one vCPU. The port remembers that vCPU's last hit, so it must be used by one thread at a time.
     *
     * @param vcpu number of the vCPU, from 0
     */
    MmioPort open(int vcpu);

    /** A region's place in the table. */
    @ProviderType
    interface Mapping extends AutoCloseable {
        /** Exchanges the handler; accesses that begin after this returns go to the new one. */
        void replace(MmioHandler handler);

        /** Returns how many accesses have been made here; a little behind while vCPUs are at it. */
        long accesses();

        @Override
        void close();
    }

    /** One vCPU's way onto the bus. */
    @ProviderType
    interface MmioPort {
        /**
         * Reads.
         *
         * @param address guest-physical
         * @param width bytes: 1, 2, 4 or 8
         * @return the value, zero extended from the width
         * @throws BusFault {@link BusFault#UNCLAIMED} if no region contains the address, or what the handler throws
         */
        long read(long address, int width) throws BusFault;

        /** Writes; the counterpart of {@link #read}. */
        void write(long address, int width, long value) throws BusFault;
    }
}
