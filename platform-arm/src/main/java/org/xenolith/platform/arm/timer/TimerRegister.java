// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.timer;

import java.util.Optional;

/** The generic timer's registers that a guest at EL1 or EL0 can name; op0 = 3, op1 = 3, CRn = 14 [DDI0487 D19.12]. */
public enum TimerRegister {
    /** Frequency in Hz, read-only below the highest exception level. */
    CNTFRQ_EL0(0, 0, TimerRegister.EL0PCTEN | TimerRegister.EL0VCTEN, false),
    /** Physical count. */
    CNTPCT_EL0(0, 1, TimerRegister.EL0PCTEN, false),
    /** Virtual count. */
    CNTVCT_EL0(0, 2, TimerRegister.EL0VCTEN, false),
    /** Physical timer, 32-bit down-counting view. */
    CNTP_TVAL_EL0(2, 0, TimerRegister.EL0PTEN, true),
    /** Physical timer, control. */
    CNTP_CTL_EL0(2, 1, TimerRegister.EL0PTEN, true),
    /** Physical timer, compare value. */
    CNTP_CVAL_EL0(2, 2, TimerRegister.EL0PTEN, true),
    /** Virtual timer, 32-bit down-counting view. */
    CNTV_TVAL_EL0(3, 0, TimerRegister.EL0VTEN, true),
    /** Virtual timer, control. */
    CNTV_CTL_EL0(3, 1, TimerRegister.EL0VTEN, true),
    /** Virtual timer, compare value. */
    CNTV_CVAL_EL0(3, 2, TimerRegister.EL0VTEN, true);

    /** CNTKCTL_EL1: EL0 may read the physical count. */
    public static final int EL0PCTEN = 1;

    /** CNTKCTL_EL1: EL0 may read the virtual count. */
    public static final int EL0VCTEN = 1 << 1;

    /** CNTKCTL_EL1: EL0 may use the virtual timer. */
    public static final int EL0VTEN = 1 << 8;

    /** CNTKCTL_EL1: EL0 may use the physical timer. */
    public static final int EL0PTEN = 1 << 9;

    private final int crm;
    private final int op2;
    private final int gates;
    private final boolean writable;

    TimerRegister(int crm, int op2, int gates, boolean writable) {
        this.crm = crm;
        this.op2 = op2;
        this.gates = gates;
        this.writable = writable;
    }

    /**
     * Finds the register of an encoding.
     *
     * @param crm 0 to 15
     * @param op2 0 to 7
     */
    public static Optional<TimerRegister> of(int crm, int op2) {
        for (TimerRegister r : values()) {
            if (r.crm == crm && r.op2 == op2) {
                return Optional.of(r);
            }
        }
        return Optional.empty();
    }

    /** Tells whether EL1 may write it; a write to one that it may not is undefined. */
    public boolean writable() {
        return writable;
    }

    /**
     * Tells whether EL0 may access it. If not, the access traps to EL1 with exception class 0x18.
     *
     * @param cntkctl the value of CNTKCTL_EL1
     */
    public boolean allowedAtEl0(long cntkctl) {
        return (cntkctl & gates) != 0;
    }
}
