// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

/** Endpoint ids: 16 bits [DEN0077A]. */
final class EndpointId {
    /** The hypervisor. */
    static final int HYPERVISOR = 0;

    /** Domain ids from here on are reserved. */
    static final int FIRST_RESERVED_DOMAIN = 0x7FF0;

    private EndpointId() {}

    /** Tells whether an endpoint is in the secure world. */
    static boolean isSecure(int id) {
        return (id & 0x8000) != 0;
    }

    /** Returns bits 31:16 of a register: the sender, mostly. */
    static int upper(long register) {
        return (int) register >>> 16;
    }

    /** Returns bits 15:0 of a register: the receiver, mostly. */
    static int lower(long register) {
        return (int) register & 0xFFFF;
    }
}
