// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import java.util.Optional;

/** The system registers of GICv3's CPU interface that a guest at EL1 can name [IHI0069 12.2]. */
public enum IccRegister {
    /** Interrupt priority mask. */
    PMR_EL1(4, 6, 0, Effect.PRIORITY_MASK, Effect.PRIORITY_MASK),
    /** Interrupt acknowledge, group 0. */
    IAR0_EL1(12, 8, 0, Effect.NOTHING_PENDING, Effect.REFUSE),
    /** End of interrupt, group 0. */
    EOIR0_EL1(12, 8, 1, Effect.REFUSE, Effect.CONSTANT),
    /** Highest-priority pending interrupt, group 0. */
    HPPIR0_EL1(12, 8, 2, Effect.NOTHING_PENDING, Effect.REFUSE),
    /** Binary point, group 0. */
    BPR0_EL1(12, 8, 3, Effect.BINARY_POINT_0, Effect.BINARY_POINT_0),
    /** Active priorities, group 0; 32 levels need one register. */
    AP0R0_EL1(12, 8, 4, Effect.OTHER_ACTIVE_PRIORITIES, Effect.OTHER_ACTIVE_PRIORITIES),
    /** Active priorities, group 1. */
    AP1R0_EL1(12, 9, 0, Effect.ACTIVE_PRIORITIES, Effect.ACTIVE_PRIORITIES),
    /** Deactivate interrupt. */
    DIR_EL1(12, 11, 1, Effect.REFUSE, Effect.DEACTIVATE_ONE),
    /** Running priority. */
    RPR_EL1(12, 11, 3, Effect.RUNNING_PRIORITY, Effect.REFUSE),
    /** Generates software interrupts, group 1. */
    SGI1R_EL1(12, 11, 5, Effect.REFUSE, Effect.SGI_GENERATE),
    /** Generates software interrupts of the other security state: none; undefined for a Xen guest. */
    ASGI1R_EL1(12, 11, 6, Effect.REFUSE, Effect.CONSTANT),
    /** Generates software interrupts, group 0: none; undefined for a Xen guest. */
    SGI0R_EL1(12, 11, 7, Effect.REFUSE, Effect.CONSTANT),
    /** Interrupt acknowledge, group 1. */
    IAR1_EL1(12, 12, 0, Effect.ACKNOWLEDGE, Effect.REFUSE),
    /** End of interrupt, group 1. */
    EOIR1_EL1(12, 12, 1, Effect.REFUSE, Effect.END_OF_INTERRUPT),
    /** Highest-priority pending interrupt, group 1. */
    HPPIR1_EL1(12, 12, 2, Effect.HIGHEST_PENDING, Effect.REFUSE),
    /** Binary point, group 1. */
    BPR1_EL1(12, 12, 3, Effect.BINARY_POINT_1, Effect.BINARY_POINT_1),
    /** Control. */
    CTLR_EL1(12, 12, 4, Effect.SYSTEM_CTLR, Effect.SYSTEM_CTLR),
    /** System register enable: fixed, writes are ignored. */
    SRE_EL1(12, 12, 5, Effect.SYSTEM_REGISTER_ENABLE, Effect.CONSTANT),
    /** Group 0 enable. */
    IGRPEN0_EL1(12, 12, 6, Effect.OTHER_GROUP_ENABLE, Effect.OTHER_GROUP_ENABLE),
    /** Group 1 enable. */
    IGRPEN1_EL1(12, 12, 7, Effect.GROUP_ENABLE, Effect.GROUP_ENABLE);

    private final int crn;
    private final int crm;
    private final int op2;
    private final Effect read;
    private final Effect write;

    IccRegister(int crn, int crm, int op2, Effect read, Effect write) {
        this.crn = crn;
        this.crm = crm;
        this.op2 = op2;
        this.read = read;
        this.write = write;
    }

    /**
     * Finds the register of an encoding. All of these have op0 = 3 and op1 = 0; for another op0 or op1 do not ask.
     *
     * @param crn 0 to 15
     * @param crm 0 to 15
     * @param op2 0 to 7
     */
    public static Optional<IccRegister> of(int crn, int crm, int op2) {
        for (IccRegister r : values()) {
            if (r.crn == crn && r.crm == crm && r.op2 == op2) {
                return Optional.of(r);
            }
        }
        return Optional.empty();
    }

    /** Tells whether an MRS is defined. */
    public boolean readable() {
        return read != Effect.REFUSE;
    }

    /** Tells whether an MSR is defined. A Xen guest finds {@link #ASGI1R_EL1} and {@link #SGI0R_EL1} undefined. */
    public boolean writable(GicProfile profile) {
        boolean refused = (this == ASGI1R_EL1 || this == SGI0R_EL1) && profile.has(GicTrait.XEN_REGISTERS);
        return write != Effect.REFUSE && !refused;
    }

    Effect onRead() {
        return read;
    }

    Effect onWrite() {
        return write;
    }
}
