// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

import java.util.Set;
import org.xenolith.api.bus.BusFault;
import org.xenolith.engine.exec.GuestFault;
import org.xenolith.engine.exec.SoftMmu;
import org.xenolith.engine.mmu.Access;

/** Cache and TLB maintenance, DC ZVA and address translation [DDI0487 C5.4, C5.5]: helpers of translated code. */
public final class Maintenance {
    private Maintenance() {}

    private static final int IC_IALLUIS = SystemRegister.key(1, 0, 7, 1, 0);
    private static final int IC_IALLU = SystemRegister.key(1, 0, 7, 5, 0);
    private static final int IC_IVAU = SystemRegister.key(1, 3, 7, 5, 1);
    private static final int DC_ZVA = SystemRegister.key(1, 3, 7, 4, 1);
    private static final int DC_IVAC = SystemRegister.key(1, 0, 7, 6, 1);
    private static final int DC_CVAC = SystemRegister.key(1, 3, 7, 10, 1);
    private static final int DC_CVAU = SystemRegister.key(1, 3, 7, 11, 1);
    private static final int DC_CIVAC = SystemRegister.key(1, 3, 7, 14, 1);
    private static final int DC_ISW = SystemRegister.key(1, 0, 7, 6, 2);
    private static final int DC_CSW = SystemRegister.key(1, 0, 7, 10, 2);
    private static final int DC_CISW = SystemRegister.key(1, 0, 7, 14, 2);
    private static final int AT_S1E1R = SystemRegister.key(1, 0, 7, 8, 0);

    private static final Set<Integer> EL0 = Set.of(IC_IVAU, DC_ZVA, DC_CVAC, DC_CVAU, DC_CIVAC);
    private static final Set<Integer> OTHERS = Set.of(IC_IALLUIS, IC_IALLU, DC_IVAC, DC_ISW, DC_CSW, DC_CISW);

    private static final long SCTLR_UCI = 1 << 26;
    private static final long SCTLR_DZE = 1 << 14;
    private static final int LINE = 64;

    /** Tells whether there is such an instruction at a level. */
    public static boolean exists(int key, boolean privileged) {
        if (EL0.contains(key)) {
            return true;
        }
        return privileged && (OTHERS.contains(key) || isAddressTranslation(key) || isTlbi(key));
    }

    private static boolean isAddressTranslation(int key) {
        return (key & ~3) == AT_S1E1R;
    }

    private static boolean isTlbi(int key) {
        int op2 = key & 7;
        return (key & ~7) == SystemRegister.key(1, 0, 8, 3, 0) && op2 != 4 && op2 != 6
                || (key & ~7) == SystemRegister.key(1, 0, 8, 7, 0) && op2 != 4 && op2 != 6;
    }

    static long systemInstruction(ArmCpu cpu, int word, long value, long b) {
        int key = (word >>> 5) & 0xFFFF;
        if (key == DC_ZVA) {
            SystemRegisters.requireEl0Control(cpu, SCTLR_DZE, word);
            zero(cpu, value);
        } else if (isTlbi(key)) {
            invalidateTranslations(cpu, key, value);
        } else if (isAddressTranslation(key)) {
            translate(cpu, key & 3, value);
        } else if (key == IC_IVAU || key == DC_CVAC || key == DC_CVAU || key == DC_CIVAC || key == DC_IVAC) {
            SystemRegisters.requireEl0Control(cpu, SCTLR_UCI, word);
            line(cpu, key, value);
        }
        return 0;
    }

    /** Zeroes a line: an ordinary write but for its size. */
    private static void zero(ArmCpu cpu, long address) {
        long line = address & -LINE;
        for (int i = 0; i < LINE; i += 8) {
            SoftMmu.store(cpu, line + i, 0, 3 | Access.MEMORY_ONLY);
        }
    }

    /** Maintenance by address has no effect on coherent caches, but faults as a load (DC IVAC: a store) would. */
    private static void line(ArmCpu cpu, int key, long address) {
        int access = key == DC_IVAC ? GuestFault.WRITE : GuestFault.READ;
        long physical;
        try {
            physical = SoftMmu.translate(cpu, address, access, false);
        } catch (GuestFault f) {
            f.syndrome |= Syndrome.CM | Syndrome.WNR;
            throw f;
        }
        if (!cpu.environment().host().decodesInstructions()
                && cpu.cluster.memory().hostFrame(physical & -4096L) == 0) {
            throw cpu.busFault(address, physical, access, BusFault.REFUSED);
        }
        if (key == IC_IVAU) {
            cpu.cluster.code().invalidate(physical & -LINE, LINE);
        }
    }

    /** AT: the result or the fault goes to PAR_EL1 [DDI0487 D17.2.105]. */
    private static void translate(ArmCpu cpu, int kind, long address) {
        int access = (kind & 1) != 0 ? GuestFault.WRITE : GuestFault.READ;
        try {
            long physical = SoftMmu.translate(cpu, address, access, kind >= 2);
            long attributes = cpu.translation.strict ? 0x04L : 0xFFL;
            cpu.r[ArmRegisters.PAR_EL1] =
                    (attributes << 56) | (physical & 0x0000_FFFF_FFFF_F000L) | (1 << 11) | (3 << 7);
        } catch (GuestFault f) {
            cpu.r[ArmRegisters.PAR_EL1] = 1 | ((f.syndrome & 0x3FL) << 1) | (1 << 11);
        }
    }

    /** TLBI: the inner shareable forms reach all vCPUs, and so may the others [DDI0487 D8.13]. */
    private static void invalidateTranslations(ArmCpu cpu, int key, long value) {
        int op2 = key & 7;
        long page = ((value << 12) << 8) >> 8;
        if (op2 == 0) {
            cpu.cluster.everywhere(c -> c.flushAll());
        } else if (op2 == 2) {
            long asid = value >>> 48;
            cpu.cluster.everywhere(c -> c.flushSpaces(spaceKey -> spaceKey >>> 48 == asid));
        } else {
            cpu.cluster.everywhere(c -> c.flushPage(page));
        }
    }
}
