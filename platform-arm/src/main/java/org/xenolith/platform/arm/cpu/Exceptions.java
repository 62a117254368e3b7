// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

import org.xenolith.engine.exec.Cpu;

/** Instructions that enter or leave an exception, and those that wait: helpers of translated code. */
final class Exceptions {
    private Exceptions() {}

    private static final long SCTLR_NTWI = 1 << 16;
    private static final long SCTLR_NTWE = 1 << 18;

    static long undefinedInstruction(ArmCpu cpu, int imm, long pc, long b) {
        cpu.enterException(Syndrome.of(Syndrome.UNKNOWN, 0), pc);
        return 0;
    }

    static long stackAlignmentFault(ArmCpu cpu, int imm, long pc, long b) {
        cpu.enterException(Syndrome.of(Syndrome.SP_ALIGNMENT, 0), pc);
        return 0;
    }

    static long illegalState(ArmCpu cpu, int imm, long pc, long b) {
        cpu.enterException(Syndrome.of(Syndrome.ILLEGAL_STATE, 0), pc);
        return 0;
    }

    static long fpAccessTrap(ArmCpu cpu, int imm, long pc, long b) {
        cpu.enterException(Syndrome.of(Syndrome.FP_ACCESS, 0x1E << 20), pc); // COND is 14, CV is 1
        return 0;
    }

    static long supervisorCall(ArmCpu cpu, int imm, long pc, long b) {
        cpu.enterException(Syndrome.of(Syndrome.SVC64, imm), pc + 4);
        return 0;
    }

    static long breakpoint(ArmCpu cpu, int imm, long pc, long b) {
        cpu.enterException(Syndrome.of(Syndrome.BRK64, imm), pc);
        return 0;
    }

    static long exceptionReturn(ArmCpu cpu, int imm, long pc, long b) {
        cpu.exceptionReturn();
        return 0;
    }

    static long hypervisorCall(ArmCpu cpu, int imm, long pc, long b) {
        cpu.r[ArmRegisters.PC] = pc + 4;
        if (!cpu.environment().hypervisorCall(cpu, imm)) {
            // the preferred return address of HVC is the next instruction; a hypervisor that injects keeps it
            cpu.enterInjected(Syndrome.of(Syndrome.UNKNOWN, 0), pc + 4);
        }
        return 0;
    }

    static long secureMonitorCall(ArmCpu cpu, int imm, long pc, long b) {
        cpu.r[ArmRegisters.PC] = pc + 4;
        if (!cpu.environment().secureMonitorCall(cpu, imm)) {
            cpu.enterInjected(Syndrome.of(Syndrome.UNKNOWN, 0), pc);
        }
        return 0;
    }

    static long waitForInterrupt(ArmCpu cpu, int word, long a, long b) {
        trapWait(cpu, SCTLR_NTWI, 0);
        if (!cpu.environment().wakeup(cpu.id)) {
            cpu.attend(Cpu.WAIT);
        }
        return 0;
    }

    /** WFE never sleeps: it consumes the event, or lets others run. */
    static long waitForEvent(ArmCpu cpu, int word, long a, long b) {
        if (cpu.r[ArmRegisters.EVENT] != 0) {
            cpu.r[ArmRegisters.EVENT] = 0;
            return 0;
        }
        trapWait(cpu, SCTLR_NTWE, 1);
        cpu.attend(Cpu.KICK);
        return 0;
    }

    private static void trapWait(ArmCpu cpu, long control, int instruction) {
        if (!cpu.privileged() && (cpu.r[ArmRegisters.SCTLR_EL1] & control) == 0) {
            throw cpu.fault(Syndrome.of(Syndrome.TRAPPED_WF, (0x1E << 20) | instruction), 0);
        }
    }

    static long sendEvent(ArmCpu cpu, int imm, long a, long b) {
        cpu.r[ArmRegisters.EVENT] = 1;
        cpu.environment().sendEvent(cpu.id);
        return 0;
    }
}
