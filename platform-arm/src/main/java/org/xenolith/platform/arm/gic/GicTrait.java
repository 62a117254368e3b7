// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

/** One difference between a controller and the architecture, each observed on Xen 4.23. */
public enum GicTrait {
    /**
     * Raising an interrupt is an event: a level that stays high is not replayed after the end of interrupt, one that
     * drops before the acknowledge still interrupts, and disabling an interrupt that is already listed has no effect.
     * All eight priority bits are stored, and the priority that competes is the one at the injection.
     */
    CLASSIC_INJECTION,
    /** Interrupts are delivered whether or not GICD_CTLR enables them. */
    IGNORES_DISTRIBUTOR_ENABLE,
    /** The register rows of Xen's virtual distributor: pending and active state read as zero, some accesses fault. */
    XEN_REGISTERS,
    /** A shared interrupt has one target vCPU; Aff2 and above, the routing mode and range selectors are dropped. */
    SINGLE_TARGET,
    /** GICv3: distributor rows of INTIDs 0 to 31 act on the accessing vCPU's private bank instead of being reserved. */
    PRIVATE_THROUGH_DISTRIBUTOR,
    /** An interrupt for a vCPU that is off is lost, and turning a vCPU on discards what it had pending. */
    DISCARDS_WHILE_OFF,
    /** Turning a vCPU on leaves the registers of its CPU interface alone. */
    KEEPS_INTERFACE_AT_POWER_ON,
    /** The wait-for-interrupt test looks at priorities only, not at the CPU interface's group enable. */
    WAIT_IGNORES_GROUP_ENABLE
}
