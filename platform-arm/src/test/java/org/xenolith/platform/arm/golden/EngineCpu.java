// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import static org.xenolith.platform.arm.cpu.ArmRegisters.V0;

import java.util.Arrays;
import org.xenolith.engine.Tier;
import org.xenolith.platform.arm.cpu.ArmCpu;
import org.xenolith.platform.arm.cpu.ArmRegisters;
import org.xenolith.platform.arm.cpu.RegisterNames;
import org.xenolith.platform.arm.cpu.SystemRegister;
import org.xenolith.platform.arm.support.BareCpu;

/** Our own CPU at EL0, with two pages mapped; an exception ends in a loop at EL1. */
final class EngineCpu implements GoldenCpu {
    private static final long TABLES = 0x4000_0000L;
    private static final long VECTORS = 0x4100_0000L;
    private static final long RETURN = VECTORS + 0x800;
    private static final int ERET = 0xD69F_03E0;
    private static final int BRANCH_TO_SELF = 0x1400_0000;
    /** M, DZE, UCT, nTWI, nTWE, UCI; stack alignment is not checked. */
    private static final long SCTLR = 1 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 18 | 1 << 26;
    /** 39-bit addresses, 4 KiB granule, 48-bit physical addresses; nothing in the upper half. */
    private static final long TCR = 25 | 1 << 23 | 2L << 30 | 5L << 32;

    private static final long NORMAL_USER_PAGE = 0x3 | 1 << 2 | 1 << 6 | 1 << 10 | 1L << 53;
    private static final long NORMAL_KERNEL_PAGE = 0x3 | 1 << 2 | 1 << 10 | 1 << 7 | 1L << 54;
    private static final int LIMIT = 4 * Layout.MAX_WORDS + 64;

    private int tables;
    private int[] loaded = {};
    private final BareCpu machine;
    private final ArmCpu cpu;

    EngineCpu(CpuModel model, Tier tier) {
        org.xenolith.platform.arm.cpu.CpuModel base = org.xenolith.platform.arm.cpu.CpuModel.cortexA57();
        if (model == CpuModel.LSE) {
            base = base.with(SystemRegister.ID_AA64ISAR0_EL1, 0x0021_1120L, "LSE");
        }
        machine = new BareCpu(base, tier);
        cpu = machine.cpu;
        machine.memory.populate(TABLES, 0x1_0000);
        machine.memory.populate(VECTORS, 0x1000);
        machine.memory.populate(Layout.CODE, Layout.PAGE);
        machine.memory.populate(Layout.DATA, Layout.PAGE);
        map(Layout.CODE, NORMAL_USER_PAGE);
        map(Layout.DATA, NORMAL_USER_PAGE | 1L << 54);
        map(VECTORS, NORMAL_KERNEL_PAGE);
        for (int offset = 0; offset < 0x800; offset += 0x80) {
            machine.code(VECTORS + offset, BRANCH_TO_SELF);
        }
        machine.code(RETURN, ERET);
    }

    /** Three levels: the first table's entry 1, a second-level table, and a third-level table for every 2 MiB. */
    private void map(long page, long attributes) {
        long level2 = TABLES + 0x1000;
        machine.memory.write(TABLES + 8 * (page >>> 30), 8, level2 | 3);
        long index = page >>> 21 & 511;
        long entry = machine.memory.read(level2 + 8 * index, 8);
        long level3 = entry != 0 ? entry & -4096L : TABLES + 0x2000 + 0x1000L * tables++;
        machine.memory.write(level2 + 8 * index, 8, level3 | 3);
        machine.memory.write(level3 + 8 * (page >>> 12 & 511), 8, page | attributes);
    }

    @Override
    public void load(GoldenState state) {
        cpu.reset(state.pc, 0);
        long[] r = cpu.r;
        RegisterNames.write(cpu, "sctlr_el1", SCTLR);
        RegisterNames.write(cpu, "tcr_el1", TCR);
        RegisterNames.write(cpu, "ttbr0_el1", TABLES);
        RegisterNames.write(cpu, "mair_el1", 0xFF00);
        RegisterNames.write(cpu, "vbar_el1", VECTORS);
        RegisterNames.write(cpu, "cpacr_el1", 3 << 20);
        System.arraycopy(state.x, 0, r, 0, 31);
        System.arraycopy(state.v, 0, r, V0, 64);
        r[ArmRegisters.SP_EL0] = state.sp;
        r[ArmRegisters.FPCR] = state.fpcr;
        r[ArmRegisters.FPSR] = state.fpsr;
        r[ArmRegisters.TPIDR_EL0] = state.tpidr;
        r[ArmRegisters.SPSR_EL1] = state.nzcv << 28;
        r[ArmRegisters.ELR_EL1] = state.pc;
        machine.memory.write(Layout.DATA, state.memory, 0, Layout.PAGE);
    }

    @Override
    public Outcome run(int[] words) {
        if (!Arrays.equals(words, loaded)) {
            for (int i = 0; i < Layout.PAGE / 4; i++) {
                machine.code(Layout.CODE + 4L * i, Layout.BREAKPOINT);
            }
            machine.code(Layout.ENTRY, words);
            loaded = words.clone();
        }
        cpu.r[ArmRegisters.PC] = RETURN;
        machine.run(LIMIT);
        int exceptionClass = (int) (cpu.r[ArmRegisters.ESR_EL1] >>> 26);
        return switch (exceptionClass) {
            case 0x3C -> Outcome.END;
            case 0x00, 0x18 -> Outcome.ILLEGAL;
            case 0x20, 0x24 -> (cpu.r[ArmRegisters.ESR_EL1] & 0x3F) == 0x21 ? Outcome.ALIGNMENT : Outcome.FAULT;
            case 0x22, 0x26 -> Outcome.ALIGNMENT;
            default -> throw new AssertionError("exception class " + Integer.toHexString(exceptionClass));
        };
    }

    @Override
    public GoldenState state() {
        GoldenState state = new GoldenState();
        long[] r = cpu.r;
        System.arraycopy(r, 0, state.x, 0, 31);
        System.arraycopy(r, V0, state.v, 0, 64);
        state.sp = r[ArmRegisters.SP_EL0];
        state.pc = r[ArmRegisters.ELR_EL1];
        state.nzcv = r[ArmRegisters.SPSR_EL1] >>> 28;
        state.fpcr = r[ArmRegisters.FPCR];
        state.fpsr = r[ArmRegisters.FPSR];
        state.tpidr = r[ArmRegisters.TPIDR_EL0];
        machine.memory.read(Layout.DATA, state.memory, 0, Layout.PAGE);
        return state;
    }
}
