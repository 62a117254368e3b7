// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

import org.xenolith.engine.exec.GuestFault;

/** Reading and writing system registers that are more than a place in the register file: helpers of translated code. */
final class SystemRegisters {
    private SystemRegisters() {}

    /** Bits of SCTLR_EL1 that are 1 whatever is written on a CPU of Armv8.0 [DDI0487 D17.2.118]. */
    private static final long SCTLR_RES1 = 0x30D0_0800L;
    /** SCTLR_EL1 of a vCPU that starts: MMU and caches off, stack alignment checked. */
    static final long SCTLR_RESET = 0x00C5_0078L | SCTLR_RES1;
    /** Implemented bits of FPCR: AHP, DN, FZ, RMode. */
    private static final long FPCR_MASK = 0x07C0_0000L;
    /** Implemented bits of FPSR: flags of AArch32 comparisons, QC, and the cumulative exceptions. */
    private static final long FPSR_MASK = 0xF800_009FL;

    private static final long SCTLR_UCT = 1 << 15;
    private static final long SCTLR_UMA = 1 << 9;
    private static final long SCTLR_DZE = 1 << 14;

    // ---- MRS

    static long readSystemRegister(ArmCpu cpu, int word, long a, long b) {
        int key = (word >>> 5) & 0xFFFF;
        SystemRegister register = SystemRegister.find(key);
        if (register == null) {
            return cpu.environment().readRegister(cpu, key, word);
        }
        if (register.kind() == SystemRegister.Kind.ID) {
            return cpu.environment().model().value(register);
        }
        return read(cpu, register, word);
    }

    /** Reads a register by what it is. */
    static long read(ArmCpu cpu, SystemRegister register, int word) {
        return switch (register) {
            case MPIDR_EL1 -> mpidr(cpu.id);
            case CURRENTEL -> cpu.privileged() ? 4 : 0;
            case NZCV -> cpu.r[ArmRegisters.NZCV] << 28;
            case DAIF -> {
                requireEl0Control(cpu, SCTLR_UMA, word);
                yield cpu.r[ArmRegisters.DAIF];
            }
            case SPSEL -> cpu.r[ArmRegisters.MODE] & 1;
            case ISR_EL1 -> cpu.environment().interrupt(cpu.id) ? 0x80 : 0;
            case CTR_EL0 -> {
                requireEl0Control(cpu, SCTLR_UCT, word);
                yield cpu.environment().model().value(register);
            }
            case DCZID_EL0 -> dczid(cpu);
            case CCSIDR_EL1 -> ccsidr(cpu);
            case OSLSR_EL1 -> 8; // OS lock implemented, not locked
            case MDSCR_EL1 -> cpu.environment().host().hidesDebug() ? 0 : cpu.mdscr;
            case ACTLR_EL1, MDRAR_EL1, OSDLR_EL1, MDCCSR_EL0, RVBAR_EL1 -> 0;
            default -> register.slot() >= 0 ? cpu.r[register.slot()] : 0;
        };
    }

    /** Returns a vCPU's multiprocessor affinity: 16 to a cluster, uniprocessor bit clear. */
    static long mpidr(int id) {
        return 0x8000_0000L | (id & 15) | ((long) (id >>> 4) << 8);
    }

    private static long dczid(ArmCpu cpu) {
        boolean prohibited = !cpu.privileged() && (cpu.r[ArmRegisters.SCTLR_EL1] & SCTLR_DZE) == 0;
        return cpu.environment().model().value(SystemRegister.DCZID_EL0) | (prohibited ? 16 : 0);
    }

    /** Geometry of the selected cache: 32 KiB L1, 1 MiB L2, 64-byte lines, in the 32-bit format. */
    private static long ccsidr(ArmCpu cpu) {
        return switch ((int) cpu.r[ArmRegisters.CSSELR_EL1] & 15) {
            case 0 -> 0x701F_E00AL;
            case 1 -> 0x201F_E012L;
            case 2 -> 0x707F_E07AL;
            default -> 0;
        };
    }

    /** Traps an access from EL0 to EL1 unless a bit of SCTLR_EL1 allows it. */
    static void requireEl0Control(ArmCpu cpu, long control, int word) {
        if (!cpu.privileged() && (cpu.r[ArmRegisters.SCTLR_EL1] & control) == 0) {
            throw trapped(cpu, word);
        }
    }

    /** Returns the fault of a system access from EL0 that EL1 wants to see. */
    static GuestFault trapped(ArmCpu cpu, int word) {
        return cpu.fault(Syndrome.ofSystemAccess(word), 0);
    }

    // ---- MSR

    static long writeSystemRegister(ArmCpu cpu, int word, long value, long b) {
        int key = (word >>> 5) & 0xFFFF;
        SystemRegister register = SystemRegister.find(key);
        if (register == null) {
            cpu.environment().writeRegister(cpu, key, word, value);
        } else {
            write(cpu, register, word, value);
        }
        return 0;
    }

    /** Writes a register by what it is. */
    static void write(ArmCpu cpu, SystemRegister register, int word, long value) {
        long[] r = cpu.r;
        switch (register) {
            case SCTLR_EL1 -> {
                r[ArmRegisters.SCTLR_EL1] = (value & 0xFFFF_FFFFL) | SCTLR_RES1;
                cpu.translationChanged();
            }
            case TCR_EL1, MAIR_EL1 -> {
                if (r[register.slot()] != value) {
                    r[register.slot()] = value;
                    cpu.translationChanged();
                }
            }
            case TTBR0_EL1 -> {
                r[ArmRegisters.TTBR0_EL1] = value;
                cpu.modeChanged();
            }
            case TTBR1_EL1 -> ttbr1(cpu, value);
            case CPACR_EL1 -> {
                r[ArmRegisters.CPACR_EL1] = value & 0x0030_0000L;
                cpu.modeChanged();
            }
            case FPCR -> r[ArmRegisters.FPCR] = value & FPCR_MASK;
            case FPSR -> r[ArmRegisters.FPSR] = value & FPSR_MASK;
            case ESR_EL1 -> r[ArmRegisters.ESR_EL1] = value & 0xFFFF_FFFFL;
            case VBAR_EL1 -> r[ArmRegisters.VBAR_EL1] = value & ~0x7FFL;
            case NZCV -> r[ArmRegisters.NZCV] = (value >>> 28) & 15;
            case DAIF -> {
                requireEl0Control(cpu, SCTLR_UMA, word);
                r[ArmRegisters.DAIF] = value & 0x3C0;
                cpu.interruptsChanged();
            }
            case SPSEL -> cpu.enterMode((value & 1) != 0 ? ArmCpu.EL1H : ArmCpu.EL1T);
            case MDSCR_EL1 -> cpu.mdscr = value & 0xFFFF_FFFFL;
            case ACTLR_EL1, OSLAR_EL1, OSDLR_EL1 -> {}
            default -> {
                if (register.slot() >= 0) {
                    r[register.slot()] = value;
                }
            }
        }
    }

    /** A new identifier in TTBR1 selects another space; a new base changes what every space shows above. */
    private static void ttbr1(ArmCpu cpu, long value) {
        long before = cpu.r[ArmRegisters.TTBR1_EL1];
        cpu.r[ArmRegisters.TTBR1_EL1] = value;
        if (((before ^ value) & 0x0000_FFFF_FFFF_FFFEL) != 0) {
            cpu.flushAll();
        }
        cpu.modeChanged();
    }

    // ---- MSR immediate

    static long selectStackPointer(ArmCpu cpu, int which, long a, long b) {
        cpu.enterMode(which != 0 ? ArmCpu.EL1H : ArmCpu.EL1T);
        return 0;
    }

    static long stackPointerChanged(ArmCpu cpu, int imm, long a, long b) {
        cpu.modeChanged();
        return 0;
    }

    static long interruptsUnmasked(ArmCpu cpu, int imm, long a, long b) {
        cpu.interruptsChanged();
        return 0;
    }

    static long setDaif(ArmCpu cpu, int word, long a, long b) {
        requireEl0Control(cpu, SCTLR_UMA, word);
        cpu.r[ArmRegisters.DAIF] |= ((word >>> 8) & 15) << 6;
        return 0;
    }

    static long clearDaif(ArmCpu cpu, int word, long a, long b) {
        requireEl0Control(cpu, SCTLR_UMA, word);
        cpu.r[ArmRegisters.DAIF] &= ~(((word >>> 8) & 15L) << 6);
        cpu.interruptsChanged();
        return 0;
    }
}
