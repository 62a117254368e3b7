// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.lang.foreign.ValueLayout;
import org.xenolith.engine.mmu.Access;
import org.xenolith.engine.mmu.HostMemory;
import org.xenolith.engine.mmu.Tlb;

/**
 * Plain loads and stores: the translation table's fast path, small enough for the JVM to inline, and {@link SoftMmu} for
 * the rest. The interpreter uses them, and regions that would miss too often for {@link FastAccess}. Attributes are those
 * of {@link Access} without the size; {@code tlb} is the current translation table.
 */
public final class MemoryAccess {
    private MemoryAccess() {}

    /** Loads a byte, zero extended. */
    public static long load8(Cpu cpu, long[] tlb, long address, int attributes) {
        return tlb[Tlb.index(tlb, address, Tlb.READ)] == (address & Tlb.PAGE)
                ? HostMemory.ALL.get(ValueLayout.JAVA_BYTE, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)]) & 0xFFL
                : SoftMmu.load(cpu, address, attributes);
    }

    /** Loads 2 bytes, zero extended. */
    public static long load16(Cpu cpu, long[] tlb, long address, int attributes) {
        return tlb[Tlb.index(tlb, address, Tlb.READ)] == ((address + 1) & Tlb.PAGE)
                ? HostMemory.ALL.get(
                                ValueLayout.JAVA_SHORT_UNALIGNED, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)])
                        & 0xFFFFL
                : SoftMmu.load(cpu, address, attributes | 1);
    }

    /** Loads 4 bytes, zero extended. */
    public static long load32(Cpu cpu, long[] tlb, long address, int attributes) {
        return tlb[Tlb.index(tlb, address, Tlb.READ)] == ((address + 3) & Tlb.PAGE)
                ? HostMemory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)])
                        & 0xFFFF_FFFFL
                : SoftMmu.load(cpu, address, attributes | 2);
    }

    /** Loads 8 bytes. */
    public static long load64(Cpu cpu, long[] tlb, long address, int attributes) {
        return tlb[Tlb.index(tlb, address, Tlb.READ)] == ((address + 7) & Tlb.PAGE)
                ? HostMemory.ALL.get(
                        ValueLayout.JAVA_LONG_UNALIGNED, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)])
                : SoftMmu.load(cpu, address, attributes | 3);
    }

    /** Stores the low byte. */
    public static void store8(Cpu cpu, long[] tlb, long address, long value, int attributes) {
        if (tlb[Tlb.index(tlb, address, Tlb.WRITE)] == (address & Tlb.PAGE)) {
            HostMemory.ALL.set(ValueLayout.JAVA_BYTE, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)], (byte) value);
        } else {
            SoftMmu.store(cpu, address, value, attributes);
        }
    }

    /** Stores the low 2 bytes. */
    public static void store16(Cpu cpu, long[] tlb, long address, long value, int attributes) {
        if (tlb[Tlb.index(tlb, address, Tlb.WRITE)] == ((address + 1) & Tlb.PAGE)) {
            HostMemory.ALL.set(
                    ValueLayout.JAVA_SHORT_UNALIGNED, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)], (short)
                            value);
        } else {
            SoftMmu.store(cpu, address, value, attributes | 1);
        }
    }

    /** Stores the low 4 bytes. */
    public static void store32(Cpu cpu, long[] tlb, long address, long value, int attributes) {
        if (tlb[Tlb.index(tlb, address, Tlb.WRITE)] == ((address + 3) & Tlb.PAGE)) {
            HostMemory.ALL.set(
                    ValueLayout.JAVA_INT_UNALIGNED, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)], (int) value);
        } else {
            SoftMmu.store(cpu, address, value, attributes | 2);
        }
    }

    /** Stores 8 bytes. */
    public static void store64(Cpu cpu, long[] tlb, long address, long value, int attributes) {
        if (tlb[Tlb.index(tlb, address, Tlb.WRITE)] == ((address + 7) & Tlb.PAGE)) {
            HostMemory.ALL.set(
                    ValueLayout.JAVA_LONG_UNALIGNED, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)], value);
        } else {
            SoftMmu.store(cpu, address, value, attributes | 3);
        }
    }
}
