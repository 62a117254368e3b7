// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The system registers of an AArch64 vCPU, one line each: encoding, access from EL0 and from EL1, and what stands behind
 * it. An access that is not listed is undefined; controls that depend on the vCPU's state (traps of EL0) come on top.
 */
public enum SystemRegister {
    // ---- identification [DDI0487 D17.2]
    MIDR_EL1(3, 0, 0, 0, 0, "-", "r", Kind.ID),
    MPIDR_EL1(3, 0, 0, 0, 5, "-", "r", Kind.OTHER),
    REVIDR_EL1(3, 0, 0, 0, 6, "-", "r", Kind.ID),
    ID_PFR0_EL1(3, 0, 0, 1, 0, "-", "r", Kind.ID),
    ID_PFR1_EL1(3, 0, 0, 1, 1, "-", "r", Kind.ID),
    ID_DFR0_EL1(3, 0, 0, 1, 2, "-", "r", Kind.ID),
    ID_AFR0_EL1(3, 0, 0, 1, 3, "-", "r", Kind.ID),
    ID_MMFR0_EL1(3, 0, 0, 1, 4, "-", "r", Kind.ID),
    ID_MMFR1_EL1(3, 0, 0, 1, 5, "-", "r", Kind.ID),
    ID_MMFR2_EL1(3, 0, 0, 1, 6, "-", "r", Kind.ID),
    ID_MMFR3_EL1(3, 0, 0, 1, 7, "-", "r", Kind.ID),
    ID_ISAR0_EL1(3, 0, 0, 2, 0, "-", "r", Kind.ID),
    ID_ISAR1_EL1(3, 0, 0, 2, 1, "-", "r", Kind.ID),
    ID_ISAR2_EL1(3, 0, 0, 2, 2, "-", "r", Kind.ID),
    ID_ISAR3_EL1(3, 0, 0, 2, 3, "-", "r", Kind.ID),
    ID_ISAR4_EL1(3, 0, 0, 2, 4, "-", "r", Kind.ID),
    ID_ISAR5_EL1(3, 0, 0, 2, 5, "-", "r", Kind.ID),
    ID_MMFR4_EL1(3, 0, 0, 2, 6, "-", "r", Kind.ID),
    ID_ISAR6_EL1(3, 0, 0, 2, 7, "-", "r", Kind.ID),
    MVFR0_EL1(3, 0, 0, 3, 0, "-", "r", Kind.ID),
    MVFR1_EL1(3, 0, 0, 3, 1, "-", "r", Kind.ID),
    MVFR2_EL1(3, 0, 0, 3, 2, "-", "r", Kind.ID),
    ID_RES_3_3_EL1(3, 0, 0, 3, 3, "-", "r", Kind.ID),
    ID_PFR2_EL1(3, 0, 0, 3, 4, "-", "r", Kind.ID),
    ID_DFR1_EL1(3, 0, 0, 3, 5, "-", "r", Kind.ID),
    ID_MMFR5_EL1(3, 0, 0, 3, 6, "-", "r", Kind.ID),
    ID_RES_3_7_EL1(3, 0, 0, 3, 7, "-", "r", Kind.ID),
    ID_AA64PFR0_EL1(3, 0, 0, 4, 0, "-", "r", Kind.ID),
    ID_AA64PFR1_EL1(3, 0, 0, 4, 1, "-", "r", Kind.ID),
    ID_AA64PFR2_EL1(3, 0, 0, 4, 2, "-", "r", Kind.ID),
    ID_RES_4_3_EL1(3, 0, 0, 4, 3, "-", "r", Kind.ID),
    ID_AA64ZFR0_EL1(3, 0, 0, 4, 4, "-", "r", Kind.ID),
    ID_AA64SMFR0_EL1(3, 0, 0, 4, 5, "-", "r", Kind.ID),
    ID_RES_4_6_EL1(3, 0, 0, 4, 6, "-", "r", Kind.ID),
    ID_AA64FPFR0_EL1(3, 0, 0, 4, 7, "-", "r", Kind.ID),
    ID_AA64DFR0_EL1(3, 0, 0, 5, 0, "-", "r", Kind.ID),
    ID_AA64DFR1_EL1(3, 0, 0, 5, 1, "-", "r", Kind.ID),
    ID_RES_5_2_EL1(3, 0, 0, 5, 2, "-", "r", Kind.ID),
    ID_RES_5_3_EL1(3, 0, 0, 5, 3, "-", "r", Kind.ID),
    ID_AA64AFR0_EL1(3, 0, 0, 5, 4, "-", "r", Kind.ID),
    ID_AA64AFR1_EL1(3, 0, 0, 5, 5, "-", "r", Kind.ID),
    ID_RES_5_6_EL1(3, 0, 0, 5, 6, "-", "r", Kind.ID),
    ID_RES_5_7_EL1(3, 0, 0, 5, 7, "-", "r", Kind.ID),
    ID_AA64ISAR0_EL1(3, 0, 0, 6, 0, "-", "r", Kind.ID),
    ID_AA64ISAR1_EL1(3, 0, 0, 6, 1, "-", "r", Kind.ID),
    ID_AA64ISAR2_EL1(3, 0, 0, 6, 2, "-", "r", Kind.ID),
    ID_RES_6_3_EL1(3, 0, 0, 6, 3, "-", "r", Kind.ID),
    ID_RES_6_4_EL1(3, 0, 0, 6, 4, "-", "r", Kind.ID),
    ID_RES_6_5_EL1(3, 0, 0, 6, 5, "-", "r", Kind.ID),
    ID_RES_6_6_EL1(3, 0, 0, 6, 6, "-", "r", Kind.ID),
    ID_RES_6_7_EL1(3, 0, 0, 6, 7, "-", "r", Kind.ID),
    ID_AA64MMFR0_EL1(3, 0, 0, 7, 0, "-", "r", Kind.ID),
    ID_AA64MMFR1_EL1(3, 0, 0, 7, 1, "-", "r", Kind.ID),
    ID_AA64MMFR2_EL1(3, 0, 0, 7, 2, "-", "r", Kind.ID),
    ID_AA64MMFR3_EL1(3, 0, 0, 7, 3, "-", "r", Kind.ID),
    ID_AA64MMFR4_EL1(3, 0, 0, 7, 4, "-", "r", Kind.ID),
    ID_RES_7_5_EL1(3, 0, 0, 7, 5, "-", "r", Kind.ID),
    ID_RES_7_6_EL1(3, 0, 0, 7, 6, "-", "r", Kind.ID),
    ID_RES_7_7_EL1(3, 0, 0, 7, 7, "-", "r", Kind.ID),
    CCSIDR_EL1(3, 1, 0, 0, 0, "-", "r", Kind.OTHER),
    CLIDR_EL1(3, 1, 0, 0, 1, "-", "r", Kind.ID),
    AIDR_EL1(3, 1, 0, 0, 7, "-", "r", Kind.ID),
    CNTKCTL_EL1(3, 0, 14, 1, 0, "-", "rw", Kind.SLOT, ArmRegisters.CNTKCTL_EL1),
    CSSELR_EL1(3, 2, 0, 0, 0, "-", "rw", Kind.SLOT, ArmRegisters.CSSELR_EL1),
    CTR_EL0(3, 3, 0, 0, 1, "r", "r", Kind.OTHER),
    DCZID_EL0(3, 3, 0, 0, 7, "r", "r", Kind.OTHER),
    // ---- control, translation
    SCTLR_EL1(3, 0, 1, 0, 0, "-", "rw", Kind.CHECKED_SLOT, ArmRegisters.SCTLR_EL1),
    ACTLR_EL1(3, 0, 1, 0, 1, "-", "rw", Kind.OTHER),
    CPACR_EL1(3, 0, 1, 0, 2, "-", "rw", Kind.CHECKED_SLOT, ArmRegisters.CPACR_EL1),
    TTBR0_EL1(3, 0, 2, 0, 0, "-", "rw", Kind.CHECKED_SLOT, ArmRegisters.TTBR0_EL1),
    TTBR1_EL1(3, 0, 2, 0, 1, "-", "rw", Kind.CHECKED_SLOT, ArmRegisters.TTBR1_EL1),
    TCR_EL1(3, 0, 2, 0, 2, "-", "rw", Kind.CHECKED_SLOT, ArmRegisters.TCR_EL1),
    MAIR_EL1(3, 0, 10, 2, 0, "-", "rw", Kind.CHECKED_SLOT, ArmRegisters.MAIR_EL1),
    AMAIR_EL1(3, 0, 10, 3, 0, "-", "rw", Kind.SLOT, ArmRegisters.AMAIR_EL1),
    CONTEXTIDR_EL1(3, 0, 13, 0, 1, "-", "rw", Kind.SLOT, ArmRegisters.CONTEXTIDR_EL1),
    PAR_EL1(3, 0, 7, 4, 0, "-", "rw", Kind.SLOT, ArmRegisters.PAR_EL1),
    // ---- exceptions and processor state
    SPSR_EL1(3, 0, 4, 0, 0, "-", "rw", Kind.SLOT, ArmRegisters.SPSR_EL1),
    ELR_EL1(3, 0, 4, 0, 1, "-", "rw", Kind.SLOT, ArmRegisters.ELR_EL1),
    SP_EL0(3, 0, 4, 1, 0, "-", "rw", Kind.SLOT, ArmRegisters.SP_EL0),
    SPSEL(3, 0, 4, 2, 0, "-", "rw", Kind.OTHER),
    CURRENTEL(3, 0, 4, 2, 2, "-", "r", Kind.OTHER),
    NZCV(3, 3, 4, 2, 0, "rw", "rw", Kind.OTHER),
    DAIF(3, 3, 4, 2, 1, "rw", "rw", Kind.OTHER),
    FPCR(3, 3, 4, 4, 0, "rw", "rw", Kind.CHECKED_SLOT, ArmRegisters.FPCR),
    FPSR(3, 3, 4, 4, 1, "rw", "rw", Kind.CHECKED_SLOT, ArmRegisters.FPSR),
    ESR_EL1(3, 0, 5, 2, 0, "-", "rw", Kind.CHECKED_SLOT, ArmRegisters.ESR_EL1),
    AFSR0_EL1(3, 0, 5, 1, 0, "-", "rw", Kind.SLOT, ArmRegisters.AFSR0_EL1),
    AFSR1_EL1(3, 0, 5, 1, 1, "-", "rw", Kind.SLOT, ArmRegisters.AFSR1_EL1),
    FAR_EL1(3, 0, 6, 0, 0, "-", "rw", Kind.SLOT, ArmRegisters.FAR_EL1),
    VBAR_EL1(3, 0, 12, 0, 0, "-", "rw", Kind.CHECKED_SLOT, ArmRegisters.VBAR_EL1),
    RVBAR_EL1(3, 0, 12, 0, 1, "-", "r", Kind.OTHER),
    ISR_EL1(3, 0, 12, 1, 0, "-", "r", Kind.OTHER),
    // ---- thread identifiers
    TPIDR_EL0(3, 3, 13, 0, 2, "rw", "rw", Kind.SLOT, ArmRegisters.TPIDR_EL0),
    TPIDRRO_EL0(3, 3, 13, 0, 3, "r", "rw", Kind.SLOT, ArmRegisters.TPIDRRO_EL0),
    TPIDR_EL1(3, 0, 13, 0, 4, "-", "rw", Kind.SLOT, ArmRegisters.TPIDR_EL1),
    // ---- debug [DDI0487 D17.3]
    MDSCR_EL1(2, 0, 0, 2, 2, "-", "rw", Kind.OTHER),
    MDRAR_EL1(2, 0, 1, 0, 0, "-", "r", Kind.OTHER),
    OSLAR_EL1(2, 0, 1, 0, 4, "-", "w", Kind.OTHER),
    OSLSR_EL1(2, 0, 1, 1, 4, "-", "r", Kind.OTHER),
    OSDLR_EL1(2, 0, 1, 3, 4, "-", "rw", Kind.OTHER),
    MDCCSR_EL0(2, 3, 0, 1, 0, "r", "r", Kind.OTHER);

    /** What stands behind a register. */
    enum Kind {
        /** A place in the register file; nothing happens on access. */
        SLOT,
        /** A place in the register file; writing has consequences. */
        CHECKED_SLOT,
        /** A constant of the CPU model. */
        ID,
        /** Code. */
        OTHER
    }

    private static final Map<Integer, SystemRegister> BY_KEY = new HashMap<>();

    static {
        for (SystemRegister r : values()) {
            BY_KEY.put(r.key, r);
        }
    }

    private final int key;
    private final String el0;
    private final String el1;
    private final Kind kind;
    private final int slot;

    SystemRegister(int op0, int op1, int crn, int crm, int op2, String el0, String el1, Kind kind) {
        this(op0, op1, crn, crm, op2, el0, el1, kind, -1);
    }

    SystemRegister(int op0, int op1, int crn, int crm, int op2, String el0, String el1, Kind kind, int slot) {
        this.key = key(op0, op1, crn, crm, op2);
        this.el0 = el0;
        this.el1 = el1;
        this.kind = kind;
        this.slot = slot;
    }

    /** Returns an encoding as it stands in bits 20:5 of MRS and MSR. */
    public static int key(int op0, int op1, int crn, int crm, int op2) {
        return (op0 << 14) | (op1 << 11) | (crn << 7) | (crm << 3) | op2;
    }

    /** Returns the register of an encoding, or null if this table has none. */
    public static @Nullable SystemRegister find(int key) {
        return BY_KEY.get(key);
    }

    /** Returns the encoding. */
    public int key() {
        return key;
    }

    Kind kind() {
        return kind;
    }

    /** Tells whether it can be read. */
    public boolean readable(boolean privileged) {
        return (privileged ? el1 : el0).indexOf('r') >= 0;
    }

    /** Tells whether it can be written. */
    public boolean writable(boolean privileged) {
        return (privileged ? el1 : el0).indexOf('w') >= 0;
    }

    /** Returns its place in the register file if reading it is no more than that, else -1. */
    public int slot() {
        return slot;
    }

    /** Tells whether writing it has consequences or constraints. */
    public boolean checked() {
        return kind != Kind.SLOT;
    }

    /** Tells whether it traps like floating point [DDI0487 CPACR_EL1.FPEN]. */
    public boolean needsFp() {
        return this == FPCR || this == FPSR;
    }
}
