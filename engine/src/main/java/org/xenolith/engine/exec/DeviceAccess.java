// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import org.xenolith.api.bus.BusFault;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.engine.mmu.Access;
import org.xenolith.engine.mmu.Tlb;

/**
 * Accesses to devices. {@link #load} and {@link #store} are for instructions that are known to reach one: what such an
 * access usually is, is found out by two comparisons, and {@link SoftMmu} does the rest.
 */
public final class DeviceAccess {
    /** What makes an access unusual here. */
    private static final int UNUSUAL = Access.UNPRIVILEGED | Access.MEMORY_ONLY;

    private DeviceAccess() {}

    /**
     * Loads.
     *
     * @param attributes see {@link Access}, size included
     * @return the value, zero extended unless the attributes say otherwise
     */
    public static long load(Cpu cpu, long address, int attributes) {
        int size = 1 << (attributes & Access.SIZE_MASK);
        long[] tlb = cpu.space.tlb.entries;
        if (tlb[Tlb.index(tlb, address, Tlb.READ)] == (address & (Tlb.PAGE | size - 1) | Tlb.SLOW)
                && (attributes & (UNUSUAL | Access.SIGNED)) == 0) {
            long frame = tlb[Tlb.index(tlb, address, Tlb.FRAME)];
            if ((frame & Tlb.DEVICE) != 0) {
                return read(cpu, address, physical(frame, address), size);
            }
        }
        return SoftMmu.load(cpu, address, attributes);
    }

    /** Stores; the counterpart of {@link #load}. */
    public static void store(Cpu cpu, long address, long value, int attributes) {
        int size = 1 << (attributes & Access.SIZE_MASK);
        long[] tlb = cpu.space.tlb.entries;
        if (tlb[Tlb.index(tlb, address, Tlb.WRITE)] == (address & (Tlb.PAGE | size - 1) | Tlb.SLOW)
                && (attributes & UNUSUAL) == 0) {
            long frame = tlb[Tlb.index(tlb, address, Tlb.FRAME)];
            if ((frame & Tlb.DEVICE) != 0) {
                write(cpu, address, physical(frame, address), size, value);
                return;
            }
        }
        SoftMmu.store(cpu, address, value, attributes);
    }

    private static long physical(long frame, long address) {
        return (frame & Tlb.PAGE) | (address & (GuestMemory.PAGE_SIZE - 1));
    }

    /**
     * Reads a device that may be read.
     *
     * @param size bytes: 1, 2, 4 or 8
     */
    static long read(Cpu cpu, long address, long physical, int size) {
        cpu.leaveGuest();
        try {
            return cpu.port.read(physical, size);
        } catch (BusFault e) {
            throw refused(cpu, address, physical, GuestFault.READ, e);
        } finally {
            cpu.enterGuest();
        }
    }

    /** Writes a device that may be written; the counterpart of {@link #read}. */
    static void write(Cpu cpu, long address, long physical, int size, long value) {
        cpu.leaveGuest();
        try {
            cpu.port.write(physical, size, size == 8 ? value : value & ((1L << (8 * size)) - 1));
        } catch (BusFault e) {
            throw refused(cpu, address, physical, GuestFault.WRITE, e);
        } finally {
            cpu.enterGuest();
        }
    }

    private static RuntimeException refused(Cpu cpu, long address, long physical, int access, BusFault reason) {
        return reason == BusFault.RETRY ? IoRestart.AGAIN : cpu.busFault(address, physical, access, reason);
    }
}
