// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

/** What reading or writing a register does. One name serves both directions and every frame that has the register. */
enum Effect {
    /** The access faults. */
    REFUSE,
    /** A write that faults unless it is zero. */
    REFUSE_NONZERO,
    /** Reads the row's constant; writes are ignored. */
    CONSTANT,
    DISTRIBUTOR_CTLR,
    DISTRIBUTOR_TYPER,
    REDISTRIBUTOR_TYPER,
    /** One bit for each INTID: enabled. Writing ones enables. */
    ENABLE,
    /** Writing ones disables. */
    DISABLE,
    PEND,
    UNPEND,
    ACTIVATE,
    DEACTIVATE,
    /** One byte for each INTID. */
    PRIORITY,
    /** Two bits for each INTID. */
    TRIGGER,
    /** The reading CPU's own bit in every byte. */
    OWN_TARGET,
    TARGETS,
    /** Eight bytes for each INTID. */
    ROUTER,
    SGIR,
    SENDERS_SET,
    SENDERS_CLEAR,
    // CPU interface, both the memory-mapped one and the system registers
    MAPPED_CTLR,
    SYSTEM_CTLR,
    PRIORITY_MASK,
    BINARY_POINT_0,
    BINARY_POINT_1,
    ACKNOWLEDGE,
    END_OF_INTERRUPT,
    DEACTIVATE_ONE,
    RUNNING_PRIORITY,
    HIGHEST_PENDING,
    /** What the other interrupt group would give: nothing is ever pending in it. */
    NOTHING_PENDING,
    ACTIVE_PRIORITIES,
    OTHER_ACTIVE_PRIORITIES,
    GROUP_ENABLE,
    OTHER_GROUP_ENABLE,
    SYSTEM_REGISTER_ENABLE,
    SGI_GENERATE
}
