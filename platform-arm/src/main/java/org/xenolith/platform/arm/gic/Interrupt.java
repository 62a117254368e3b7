// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

/** The state of one interrupt. Guarded by the controller's lock, except that {@link #line} may be read without. */
final class Interrupt {
    /** No vCPU. */
    static final int NONE = -1;

    final int intid;
    /** The vCPU that a private interrupt belongs to; {@link #NONE} for a shared one. */
    final int owner;

    boolean enabled;
    /** As stored in IPRIORITYR, 0 to 255, lower is more urgent. */
    int priority;
    /** The priority that competes now. */
    int ranking;
    /** The two bits of ICFGR; bit 1 is set for edge. */
    int config;
    /** The level of the input. */
    volatile boolean line;
    /** Architecture: an edge or software request not acknowledged yet. Classic: queued once more. */
    boolean latch;
    /** Classic: in a list register as pending. */
    boolean listed;
    /** Classic: on the vCPU's list from injection to deactivation. */
    boolean inFlight;
    /** Acknowledged and not deactivated yet. */
    boolean active;
    /** The vCPU whose list register holds it, or that has acknowledged it. */
    int holder = NONE;
    /** GICv2 SGI: one bit for each sending CPU with a request. */
    int senders;
    /** The vCPU that a shared interrupt goes to, or {@link #NONE}. */
    int target;
    /** The targets of a shared interrupt in a controller with target sets, one bit each. */
    int targets = 1;
    /** GICv3: IROUTER as written. */
    long router;
    /** The vCPU that has it among its candidates; unused with target sets. */
    int placedAt = NONE;

    Interrupt(int intid, int owner) {
        this.intid = intid;
        this.owner = owner;
    }

    boolean shared() {
        return owner == NONE;
    }

    boolean softwareGenerated() {
        return intid < 16;
    }

    boolean edge() {
        return (config & 2) != 0;
    }

    int destination() {
        return shared() ? target : owner;
    }
}
