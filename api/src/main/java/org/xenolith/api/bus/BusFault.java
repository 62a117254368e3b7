// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.bus;

/**
 * Tells that an access has no answer. Stackless and preallocated: raising one costs no allocation, so a guest cannot use
 * it to burden the host.
 */
public final class BusFault extends Exception {
    private static final long serialVersionUID = 1L;

    /** Nobody answers at this address. */
    public static final BusFault UNCLAIMED = new BusFault("unclaimed address");

    /** The handler refuses the access (width, offset or direction). */
    public static final BusFault REFUSED = new BusFault("refused access");

    /** The access ends the domain (behaviour of some historic device models). */
    public static final BusFault CRASH = new BusFault("access that crashes the domain");

    /**
     * Nobody can answer now, but somebody will: the vCPU executes the instruction again after it has been back in the
     * host's hands (which may keep it waiting). Thrown by the host for vacant slots, not by devices.
     */
    public static final BusFault RETRY = new BusFault("access that must be made again");

    private BusFault(String message) {
        super(message, null, false, false);
    }
}
