// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

import static org.xenolith.platform.arm.cpu.ArmRegisters.EXCLUSIVE_ADDRESS;
import static org.xenolith.platform.arm.cpu.ArmRegisters.EXCLUSIVE_HIGH;
import static org.xenolith.platform.arm.cpu.ArmRegisters.EXCLUSIVE_LOW;
import static org.xenolith.platform.arm.cpu.ArmRegisters.EXCLUSIVE_SIZE;

import org.xenolith.engine.exec.GuestFault;
import org.xenolith.engine.exec.SoftMmu;
import org.xenolith.engine.mmu.Access;
import org.xenolith.engine.mmu.HostMemory;

/**
 * Store exclusive, and accesses of 16 bytes at once [DDI0487 B2.9]: helpers of translated code.
 *
 * <p>The monitor remembers the address, the size and the value that was loaded; the store is a compare-and-swap against
 * that value. Accesses of 16 bytes, for which the host has no such operation, exclude one another by a lock per cluster.
 */
final class Exclusives {
    private Exclusives() {}

    static long storeExclusive(ArmCpu cpu, int log2, long address, long value) {
        long[] r = cpu.r;
        boolean armed = r[EXCLUSIVE_SIZE] == 1L << log2 && r[EXCLUSIVE_ADDRESS] == address;
        if (!armed) {
            if ((address & ((1L << log2) - 1)) != 0) {
                throw cpu.alignmentFault(address, GuestFault.WRITE);
            }
            r[EXCLUSIVE_SIZE] = 0;
            return 1;
        }
        long found = SoftMmu.compareAndSwap(cpu, address, r[EXCLUSIVE_LOW], value, log2);
        r[EXCLUSIVE_SIZE] = 0;
        return found == r[EXCLUSIVE_LOW] ? 0 : 1;
    }

    /** LDXP: leaves what it loads in the monitor, from where translated code takes it. */
    static long loadExclusivePair(ArmCpu cpu, int log2, long address, long b) {
        if (log2 == 2) {
            long value = SoftMmu.load(cpu, address, 3 | Access.ALIGNED | Access.ORDERED | Access.MEMORY_ONLY);
            arm(cpu, address, 8, value, 0);
            return 0;
        }
        if ((address & 15) != 0) {
            throw cpu.alignmentFault(address, GuestFault.READ);
        }
        synchronized (cpu.cluster) {
            long low = SoftMmu.load(cpu, address, 3 | Access.ORDERED | Access.MEMORY_ONLY);
            long high = SoftMmu.load(cpu, address + 8, 3 | Access.ORDERED | Access.MEMORY_ONLY);
            arm(cpu, address, 16, low, high);
        }
        return 0;
    }

    private static void arm(ArmCpu cpu, long address, int size, long low, long high) {
        cpu.r[EXCLUSIVE_ADDRESS] = address;
        cpu.r[EXCLUSIVE_SIZE] = size;
        cpu.r[EXCLUSIVE_LOW] = low;
        cpu.r[EXCLUSIVE_HIGH] = high;
    }

    /** STXP of two 64-bit registers; the second one's value is in the scratch register. */
    static long storeExclusivePair(ArmCpu cpu, int imm, long address, long low) {
        if ((address & 15) != 0) {
            throw cpu.alignmentFault(address, GuestFault.WRITE);
        }
        long[] r = cpu.r;
        boolean armed = r[EXCLUSIVE_SIZE] == 16 && r[EXCLUSIVE_ADDRESS] == address;
        if (!armed) {
            r[EXCLUSIVE_SIZE] = 0;
            return 1;
        }
        boolean done = exchange16(cpu, address, r[EXCLUSIVE_LOW], r[EXCLUSIVE_HIGH], low, r[ArmRegisters.SCRATCH]);
        r[EXCLUSIVE_SIZE] = 0;
        return done ? 0 : 1;
    }

    private static boolean exchange16(ArmCpu cpu, long address, long wasLow, long wasHigh, long low, long high) {
        synchronized (cpu.cluster) {
            long host = SoftMmu.atomic(cpu, address, 3, 0);
            if (HostMemory.getOrdered(host, 3) != wasLow || HostMemory.getOrdered(host + 8, 3) != wasHigh) {
                return false;
            }
            HostMemory.setOrdered(host, 3, low);
            HostMemory.setOrdered(host + 8, 3, high);
            SoftMmu.afterAtomic(cpu, address, 16, 0);
            return true;
        }
    }

    /** CASP: Rs, Rs+1 are compared and take the old values; Rt, Rt+1 are stored. */
    static long compareAndSwapPair(ArmCpu cpu, int word, long address, long b) {
        int s = (word >>> 16) & 31;
        int t = word & 31;
        boolean wide = (word >>> 30 & 1) != 0;
        if ((address & (wide ? 15 : 7)) != 0) {
            throw cpu.alignmentFault(address, GuestFault.WRITE);
        }
        if (wide) {
            swapWide(cpu, address, s, t);
            return 0;
        }
        long expected = pair(cpu, s);
        long old = SoftMmu.compareAndSwap(cpu, address, expected, pair(cpu, t), 3);
        set(cpu, s, old & 0xFFFF_FFFFL);
        set(cpu, s + 1, old >>> 32);
        return 0;
    }

    private static void swapWide(ArmCpu cpu, long address, int s, int t) {
        synchronized (cpu.cluster) {
            long host = SoftMmu.atomic(cpu, address, 3, 0);
            long low = HostMemory.getOrdered(host, 3);
            long high = HostMemory.getOrdered(host + 8, 3);
            if (low == get(cpu, s) && high == get(cpu, s + 1)) {
                HostMemory.setOrdered(host, 3, get(cpu, t));
                HostMemory.setOrdered(host + 8, 3, get(cpu, t + 1));
                SoftMmu.afterAtomic(cpu, address, 16, 0);
            }
            set(cpu, s, low);
            set(cpu, s + 1, high);
        }
    }

    private static long pair(ArmCpu cpu, int n) {
        return (get(cpu, n) & 0xFFFF_FFFFL) | (get(cpu, n + 1) << 32);
    }

    private static long get(ArmCpu cpu, int n) {
        return cpu.r[ArmRegisters.xOrZero(n)];
    }

    private static void set(ArmCpu cpu, int n, long value) {
        if (n != 31) {
            cpu.r[n] = value;
        }
    }
}
