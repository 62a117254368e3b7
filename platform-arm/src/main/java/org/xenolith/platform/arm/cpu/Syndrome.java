// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

/** Exception syndromes as ESR_EL1 shows them [DDI0487 D17.2.37]. */
public final class Syndrome {
    private Syndrome() {}

    /** IL: the instruction was 32 bits long, or the bit has no meaning. */
    static final int IL = 1 << 25;

    static final int UNKNOWN = 0x00;
    static final int TRAPPED_WF = 0x01;
    static final int FP_ACCESS = 0x07;
    static final int ILLEGAL_STATE = 0x0E;
    static final int SVC64 = 0x15;
    static final int SYSTEM_REGISTER = 0x18;
    static final int INSTRUCTION_ABORT_LOWER = 0x20;
    static final int INSTRUCTION_ABORT = 0x21;
    static final int PC_ALIGNMENT = 0x22;
    static final int DATA_ABORT_LOWER = 0x24;
    static final int DATA_ABORT = 0x25;
    static final int SP_ALIGNMENT = 0x26;
    static final int BRK64 = 0x3C;

    /** Fault status: address size fault, plus the level. */
    static final int ADDRESS_SIZE = 0x00;
    /** Fault status: translation fault, plus the level. */
    static final int TRANSLATION = 0x04;
    /** Fault status: access flag fault, plus the level. */
    static final int ACCESS_FLAG = 0x08;
    /** Fault status: permission fault, plus the level. */
    static final int PERMISSION = 0x0C;
    /** Fault status: synchronous external abort. */
    static final int EXTERNAL = 0x10;
    /** Fault status: synchronous external abort on a table walk, plus the level. */
    static final int EXTERNAL_ON_WALK = 0x14;
    /** Fault status: alignment fault. */
    static final int ALIGNMENT = 0x21;
    /** Write, not read. */
    static final int WNR = 1 << 6;
    /** Cache maintenance or address translation instruction. */
    static final int CM = 1 << 8;

    static int of(int exceptionClass, int iss) {
        return (exceptionClass << 26) | IL | iss;
    }

    static int exceptionClass(int syndrome) {
        return syndrome >>> 26;
    }

    /** Returns the syndrome of a trapped MRS, MSR or SYS. */
    public static int ofSystemAccess(int word) {
        int op0 = (word >>> 19) & 3;
        int op1 = (word >>> 16) & 7;
        int crn = (word >>> 12) & 15;
        int crm = (word >>> 8) & 15;
        int op2 = (word >>> 5) & 7;
        int rt = word & 31;
        int read = (word >>> 21) & 1;
        return of(
                SYSTEM_REGISTER, (op0 << 20) | (op2 << 17) | (op1 << 14) | (crn << 10) | (rt << 5) | (crm << 1) | read);
    }
}
