// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

/** What translations depend on, as one number: the exception level and a few controls. */
public final class ArmMode {
    private ArmMode() {}

    /** Executing at EL1. */
    static final int EL1 = 1;
    /** Floating point and vectors do not trap at the current level [DDI0487 CPACR_EL1.FPEN]. */
    static final int FP = 2;
    /** SP is not a multiple of 16 and its alignment is checked [DDI0487 SCTLR_EL1.SA, SA0]. */
    static final int SP_MISALIGNED = 4;
    /** The next instruction takes the illegal execution state exception [DDI0487 PSTATE.IL]. */
    static final int ILLEGAL = 8;
    /** At EL1, SP_EL0 is the stack pointer in use (EL1t). */
    static final int EL1T = 16;

    /** Tells whether the level is EL1. */
    public static boolean privileged(int mode) {
        return (mode & EL1) != 0;
    }

    /** Tells whether floating point and vectors may be used. */
    public static boolean fpEnabled(int mode) {
        return (mode & FP) != 0;
    }

    /** Tells whether an access through SP faults. */
    public static boolean spMisaligned(int mode) {
        return (mode & SP_MISALIGNED) != 0;
    }

    /** Tells whether the stack pointer in use is SP_EL0, so that it cannot be named as a system register. */
    public static boolean usesSpEl0(int mode) {
        return (mode & EL1T) != 0;
    }

    /** Tells whether the next instruction takes the illegal execution state exception. */
    public static boolean illegal(int mode) {
        return (mode & ILLEGAL) != 0;
    }
}
