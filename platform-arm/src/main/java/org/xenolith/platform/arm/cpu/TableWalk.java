// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

import org.xenolith.api.memory.GuestMemory;
import org.xenolith.engine.exec.GuestFault;
import org.xenolith.engine.mmu.HostMemory;
import org.xenolith.engine.mmu.Translation;

/**
 * Stage 1 translation of the EL1&0 regime: VMSAv8-64 with the 4 KiB granule [DDI0487 D8].
 *
 * <p>Stateless but for the vCPU it belongs to. A walk reads at most four descriptors.
 */
final class TableWalk {
    private static final long ADDRESS = 0x0000_FFFF_FFFF_F000L;
    /** Physical address bits by TCR_EL1.IPS. */
    private static final int[] PHYSICAL_BITS = {32, 36, 40, 42, 44, 48, 48, 48};

    private final ArmCpu cpu;

    TableWalk(ArmCpu cpu) {
        this.cpu = cpu;
    }

    void walk(long va, int access, boolean privileged, Translation out) {
        if (access == GuestFault.FETCH && (va & 3) != 0) {
            throw cpu.fault(Syndrome.of(Syndrome.PC_ALIGNMENT, 0), va);
        }
        long sctlr = cpu.r[ArmRegisters.SCTLR_EL1];
        if ((sctlr & 1) == 0) {
            flat(va, access, out);
            return;
        }
        long tcr = cpu.r[ArmRegisters.TCR_EL1];
        boolean upper = (va >>> 55 & 1) != 0;
        int size = (int) (upper ? tcr >>> 16 : tcr) & 63;
        boolean ignoreTop = (tcr >>> (upper ? 38 : 37) & 1) != 0;
        boolean disabled = (tcr >>> (upper ? 23 : 7) & 1) != 0;
        int granule = (int) (tcr >>> (upper ? 30 : 14)) & 3;
        size = Math.clamp(size, 16, 39);
        long top = ignoreTop ? (va << 8) >> 8 : va;
        if ((top >> (64 - size)) != (upper ? -1 : 0) || disabled || granule != (upper ? 2 : 0)) {
            throw abort(va, access, Syndrome.TRANSLATION, 0);
        }
        long base = cpu.r[upper ? ArmRegisters.TTBR1_EL1 : ArmRegisters.TTBR0_EL1] & 0x0000_FFFF_FFFF_FFFEL;
        tables(va, access, privileged, base, 64 - size, tcr, out);
    }

    /** With the MMU off addresses are physical, data accesses are Device-nGnRnE [DDI0487 D8.2.10]. */
    private void flat(long va, int access, Translation out) {
        if ((va >>> 48) != 0) {
            throw abort(va, access, Syndrome.ADDRESS_SIZE, 0);
        }
        out.frame = va & -4096L;
        out.readable = true;
        out.writable = true;
        out.executable = true;
        out.strict = true;
    }

    private void tables(long va, int access, boolean privileged, long base, int bits, long tcr, Translation out) {
        int level = 3 - (bits - 13) / 9;
        int outputBits = PHYSICAL_BITS[(int) (tcr >>> 32) & 7];
        long table = base & ADDRESS;
        int indexBits = bits - (39 - 9 * level);
        if (indexBits < 9) {
            table = base & -(8L << indexBits); // a short first table need not fill a page
        }
        long hierarchical = 0;
        while (true) {
            int shift = 39 - 9 * level;
            long index = (va >>> shift) & ((1L << indexBits) - 1);
            if ((table >>> outputBits) != 0) {
                throw abort(va, access, Syndrome.ADDRESS_SIZE, level == 0 ? 0 : level - 1);
            }
            long descriptor = descriptor(va, access, table + 8 * index, level);
            boolean tableOrPage = (descriptor & 2) != 0;
            if ((descriptor & 1) == 0 || (!tableOrPage && (level == 0 || level == 3))) {
                throw abort(va, access, Syndrome.TRANSLATION, level);
            }
            if (level < 3 && tableOrPage) {
                hierarchical |= descriptor;
                table = descriptor & ADDRESS;
                level++;
                indexBits = 9;
                continue;
            }
            leaf(va, access, privileged, descriptor, hierarchical, level, outputBits, out);
            return;
        }
    }

    private long descriptor(long va, int access, long address, int level) {
        long host = cpu.cluster.memory().hostFrame(address);
        if (host == 0) {
            throw cpu.plainAborts() ? cpu.abort(va, access, 0) : abort(va, access, Syndrome.EXTERNAL_ON_WALK, level);
        }
        return HostMemory.get(host + (address & (GuestMemory.PAGE_SIZE - 1)), 3);
    }

    private void leaf(
            long va,
            int access,
            boolean privileged,
            long descriptor,
            long hierarchical,
            int level,
            int outputBits,
            Translation out) {
        long blockMask = (1L << (39 - 9 * level)) - 1;
        long output = (descriptor & ADDRESS & ~blockMask) | (va & blockMask);
        if ((output >>> outputBits) != 0) {
            throw abort(va, access, Syndrome.ADDRESS_SIZE, level);
        }
        if ((descriptor & 0x400) == 0) {
            throw abort(va, access, Syndrome.ACCESS_FLAG, level);
        }
        permissions(privileged, descriptor, hierarchical, out);
        boolean allowed =
                switch (access) {
                    case GuestFault.READ -> out.readable;
                    case GuestFault.WRITE -> out.writable;
                    default -> out.executable;
                };
        if (!allowed) {
            throw abort(va, access, Syndrome.PERMISSION, level);
        }
        long attribute = cpu.r[ArmRegisters.MAIR_EL1] >>> (8 * ((descriptor >>> 2) & 7));
        out.strict = (attribute & 0xF0) == 0 || (cpu.r[ArmRegisters.SCTLR_EL1] & 2) != 0;
        out.frame = output & -4096L;
    }

    /** Access permissions with those of the tables above applied [DDI0487 D8.4]. */
    private void permissions(boolean privileged, long descriptor, long hierarchical, Translation out) {
        boolean user = (descriptor & 0x40) != 0 && (hierarchical >>> 61 & 1) == 0;
        boolean readOnly = (descriptor & 0x80) != 0 || (hierarchical >>> 62 & 1) != 0;
        boolean pxn = (descriptor >>> 53 & 1) != 0 || (hierarchical >>> 59 & 1) != 0;
        boolean uxn = (descriptor >>> 54 & 1) != 0 || (hierarchical >>> 60 & 1) != 0;
        boolean writeNever = (cpu.r[ArmRegisters.SCTLR_EL1] >>> 19 & 1) != 0; // WXN
        out.readable = privileged || user;
        out.writable = out.readable && !readOnly;
        if (privileged) {
            out.executable = !pxn && !(user && !readOnly) && !(writeNever && out.writable);
        } else {
            out.executable = !uxn && !(writeNever && out.writable);
        }
    }

    private GuestFault abort(long va, int access, int status, int level) {
        return cpu.abort(va, access, status | level);
    }
}
