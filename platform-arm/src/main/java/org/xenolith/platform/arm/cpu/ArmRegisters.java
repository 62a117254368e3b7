// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

/**
 * Where the registers of an AArch64 vCPU stand in its register file: one array of longs, so that translated code,
 * helpers, snapshots and comparisons all see the same state.
 */
public final class ArmRegisters {
    private ArmRegisters() {}

    /** X0; Xn is at X0 + n, n from 0 to 30. */
    public static final int X0 = 0;

    /** The link register. */
    public static final int LR = 30;
    /** The current stack pointer. */
    public static final int SP = 31;
    /** The program counter, between blocks. */
    public static final int PC = 32;
    /** Condition flags: N 8, Z 4, C 2, V 1. */
    public static final int NZCV = 33;
    /** Floating-point control, architectural layout. */
    public static final int FPCR = 34;
    /** Floating-point status, architectural layout. */
    public static final int FPSR = 35;
    /** Always 0: what register 31 reads as. */
    public static final int ZERO = 36;
    /** Interrupt masks in the layout of SPSR: D 9, A 8, I 7, F 6. */
    public static final int DAIF = 37;
    /** Current mode as in SPSR bits 3:0: EL0t 0, EL1t 4, EL1h 5. */
    public static final int MODE = 38;
    /** Event register of WFE and SEV: 0 or 1. */
    public static final int EVENT = 39;

    /** Exclusive monitor: 0 open, else the size in bytes. */
    public static final int EXCLUSIVE_SIZE = 40;

    public static final int EXCLUSIVE_ADDRESS = 41;
    /** Value loaded, low and high 64 bits. */
    public static final int EXCLUSIVE_LOW = 42;

    public static final int EXCLUSIVE_HIGH = 43;

    /** Banked stack pointers; the current one is in {@link #SP}. */
    public static final int SP_EL0 = 44;

    public static final int SP_EL1 = 45;

    public static final int TPIDR_EL0 = 46;
    public static final int TPIDRRO_EL0 = 47;
    public static final int TPIDR_EL1 = 48;
    public static final int ELR_EL1 = 49;
    public static final int SPSR_EL1 = 50;
    public static final int ESR_EL1 = 51;
    public static final int FAR_EL1 = 52;
    public static final int VBAR_EL1 = 53;
    public static final int SCTLR_EL1 = 54;
    public static final int TCR_EL1 = 55;
    public static final int TTBR0_EL1 = 56;
    public static final int TTBR1_EL1 = 57;
    public static final int MAIR_EL1 = 58;
    public static final int CPACR_EL1 = 59;
    public static final int CONTEXTIDR_EL1 = 60;
    public static final int PAR_EL1 = 61;
    public static final int CNTKCTL_EL1 = 62;
    public static final int CSSELR_EL1 = 63;

    /** V0's low half; Vn is at V0 + 2n (bits 63:0) and V0 + 2n + 1 (bits 127:64). */
    public static final int V0 = 64;

    public static final int AMAIR_EL1 = 128;
    public static final int AFSR0_EL1 = 129;
    public static final int AFSR1_EL1 = 130;
    public static final int ACTLR_EL1 = 131;

    /** Third operand of a helper; no meaning between instructions. */
    public static final int SCRATCH = 132;

    /** Number of registers. */
    public static final int COUNT = 136;

    /** Returns where Xn stands, register 31 being the zero register. */
    public static int xOrZero(int n) {
        return n == 31 ? ZERO : n;
    }
}
