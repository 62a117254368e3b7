// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import org.xenolith.platform.arm.cpu.CpuModel;
import org.xenolith.platform.arm.cpu.SystemRegister;

/**
 * Breakpoint, watchpoint and performance monitor registers: there, but without a function. They read as zero and ignore
 * writes, as a hypervisor that keeps debugging to itself has it (Xen 4.23 behaviour).
 */
final class DebugRegisters {
    private static final int PMUSERENR = SystemRegister.key(3, 3, 9, 14, 0);
    private static final int PMSWINC = SystemRegister.key(3, 3, 9, 12, 4);
    private static final int PMCEID0 = SystemRegister.key(3, 3, 9, 12, 6);
    private static final int PMCEID1 = SystemRegister.key(3, 3, 9, 12, 7);
    private static final int PMINTENSET = SystemRegister.key(3, 0, 9, 14, 1);
    private static final int PMINTENCLR = SystemRegister.key(3, 0, 9, 14, 2);

    private final int breakpoints;
    private final int watchpoints;
    private final boolean monitors;

    DebugRegisters(CpuModel model) {
        long dfr0 = model.value(SystemRegister.ID_AA64DFR0_EL1);
        breakpoints = (int) (dfr0 >>> 12 & 15) + 1;
        watchpoints = (int) (dfr0 >>> 20 & 15) + 1;
        monitors = (dfr0 >>> 8 & 15) != 0;
    }

    /** Tells whether an access is defined, if only to trap. */
    boolean has(int key, boolean privileged, boolean write) {
        return isDebug(key) ? privileged : isMonitor(key) && monitor(key, privileged, write);
    }

    /** Tells whether an access that is defined traps to EL1. */
    boolean traps(int key, boolean privileged) {
        return !privileged && key != PMUSERENR;
    }

    private boolean isDebug(int key) {
        if ((key >>> 11) != (2 << 3) || (key >>> 7 & 15) != 0) {
            return false;
        }
        int number = key >>> 3 & 15;
        return switch (key & 7) {
            case 4, 5 -> number < breakpoints;
            case 6, 7 -> number < watchpoints;
            default -> false;
        };
    }

    private boolean isMonitor(int key) {
        return monitors && (key == PMINTENSET || key == PMINTENCLR || isUserMonitor(key) || isEventMonitor(key));
    }

    private static boolean isUserMonitor(int key) {
        int crm = key >>> 3 & 15;
        int op2 = key & 7;
        return (key >>> 7) == ((3 << 7) | (3 << 4) | 9)
                && (crm == 12 || (crm == 13 && op2 <= 2) || (crm == 14 && (op2 == 0 || op2 == 3)));
    }

    /** PMEVCNTRn, PMEVTYPERn, PMCCFILTR: only EL0's own control is in front of them. */
    private static boolean isEventMonitor(int key) {
        return (key >>> 7) == ((3 << 7) | (3 << 4) | 14) && (key >>> 3 & 8) != 0;
    }

    private static boolean monitor(int key, boolean privileged, boolean write) {
        if (key == PMINTENSET || key == PMINTENCLR) {
            return privileged;
        }
        if (isEventMonitor(key)) {
            return !privileged;
        }
        if (key == PMSWINC) {
            return write;
        }
        if (key == PMCEID0 || key == PMCEID1) {
            return !write;
        }
        return key != PMUSERENR || privileged || !write;
    }
}
