// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.lang.foreign.ValueLayout;
import org.xenolith.engine.mmu.HostMemory;
import org.xenolith.engine.mmu.Tlb;

/**
 * Plain loads and stores of a region that is left when the translation table lacks a page: {@link TlbMiss} is thrown, and
 * the interpreter executes the instruction. So no loop of the region has a call in it, across which HotSpot would keep
 * no value in a host register. {@code tlb} is the current translation table.
 */
public final class FastAccess {
    private FastAccess() {}

    /** Loads a byte, zero extended. */
    public static long load8(long[] tlb, long address) {
        return tlb[Tlb.index(tlb, address, Tlb.READ)] == (address & Tlb.PAGE)
                ? HostMemory.ALL.get(ValueLayout.JAVA_BYTE, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)]) & 0xFFL
                : miss();
    }

    /** Loads 2 bytes, zero extended. */
    public static long load16(long[] tlb, long address) {
        return tlb[Tlb.index(tlb, address, Tlb.READ)] == ((address + 1) & Tlb.PAGE)
                ? HostMemory.ALL.get(
                                ValueLayout.JAVA_SHORT_UNALIGNED, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)])
                        & 0xFFFFL
                : miss();
    }

    /** Loads 4 bytes, zero extended. */
    public static long load32(long[] tlb, long address) {
        return tlb[Tlb.index(tlb, address, Tlb.READ)] == ((address + 3) & Tlb.PAGE)
                ? HostMemory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)])
                        & 0xFFFF_FFFFL
                : miss();
    }

    /** Loads 8 bytes. */
    public static long load64(long[] tlb, long address) {
        return tlb[Tlb.index(tlb, address, Tlb.READ)] == ((address + 7) & Tlb.PAGE)
                ? HostMemory.ALL.get(
                        ValueLayout.JAVA_LONG_UNALIGNED, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)])
                : miss();
    }

    /** Stores the low byte. */
    public static void store8(long[] tlb, long address, long value) {
        if (tlb[Tlb.index(tlb, address, Tlb.WRITE)] == (address & Tlb.PAGE)) {
            HostMemory.ALL.set(ValueLayout.JAVA_BYTE, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)], (byte) value);
        } else {
            miss();
        }
    }

    /** Stores the low 2 bytes. */
    public static void store16(long[] tlb, long address, long value) {
        if (tlb[Tlb.index(tlb, address, Tlb.WRITE)] == ((address + 1) & Tlb.PAGE)) {
            HostMemory.ALL.set(
                    ValueLayout.JAVA_SHORT_UNALIGNED, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)], (short)
                            value);
        } else {
            miss();
        }
    }

    /** Stores the low 4 bytes. */
    public static void store32(long[] tlb, long address, long value) {
        if (tlb[Tlb.index(tlb, address, Tlb.WRITE)] == ((address + 3) & Tlb.PAGE)) {
            HostMemory.ALL.set(
                    ValueLayout.JAVA_INT_UNALIGNED, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)], (int) value);
        } else {
            miss();
        }
    }

    /** Stores 8 bytes. */
    public static void store64(long[] tlb, long address, long value) {
        if (tlb[Tlb.index(tlb, address, Tlb.WRITE)] == ((address + 7) & Tlb.PAGE)) {
            HostMemory.ALL.set(
                    ValueLayout.JAVA_LONG_UNALIGNED, address + tlb[Tlb.index(tlb, address, Tlb.ADDEND)], value);
        } else {
            miss();
        }
    }

    private static long miss() {
        throw TlbMiss.INSTANCE;
    }
}
