// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import org.xenolith.api.bus.BusFault;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.engine.mmu.Access;
import org.xenolith.engine.mmu.HostMemory;
import org.xenolith.engine.mmu.Tlb;
import org.xenolith.engine.mmu.Translation;

/** Guest memory accesses that the fast path does not cover: first touches, devices, watched pages, page crossings. */
public final class SoftMmu {

    private SoftMmu() {}

    /**
     * Loads.
     *
     * @param attributes see {@link Access}, size included
     * @return the value, extended as the attributes say
     */
    public static long load(Cpu cpu, long address, int attributes) {
        int log2 = attributes & Access.SIZE_MASK;
        long value = loadRaw(cpu, address, log2, attributes);
        if ((attributes & Access.SIGNED) != 0) {
            int shift = 64 - (8 << log2);
            long extended = (value << shift) >> shift;
            boolean narrow = (attributes & Access.MEMORY_SIGNED_32) != 0 && !isDevice(cpu, address, attributes);
            return narrow ? extended & 0xFFFF_FFFFL : extended;
        }
        return value;
    }

    private static boolean isDevice(Cpu cpu, long address, int attributes) {
        Tlb tlb = cpu.tlb((attributes & Access.UNPRIVILEGED) != 0);
        int i = entry(cpu, tlb, address, GuestFault.READ, attributes);
        return (tlb.entries[i + Tlb.FRAME] & Tlb.DEVICE) != 0;
    }

    private static long loadRaw(Cpu cpu, long address, int log2, int attributes) {
        int size = 1 << log2;
        if ((address & (size - 1)) != 0) {
            if ((attributes & Access.ALIGNED) != 0) {
                throw cpu.alignmentFault(address, GuestFault.READ);
            }
            if ((address & 4095) + size > GuestMemory.PAGE_SIZE) {
                return loadAcross(cpu, address, size, attributes);
            }
        }
        Tlb tlb = cpu.tlb((attributes & Access.UNPRIVILEGED) != 0);
        int i = entry(cpu, tlb, address, GuestFault.READ, attributes);
        long[] e = tlb.entries;
        long frame = e[i + Tlb.FRAME];
        if ((frame & (Tlb.DEVICE | Tlb.STRICT)) != 0) {
            if ((frame & Tlb.STRICT) != 0 && (address & (size - 1)) != 0) {
                throw cpu.alignmentFault(address, GuestFault.READ);
            }
            if ((frame & Tlb.DEVICE) != 0) {
                return readDevice(cpu, address, (frame & Tlb.PAGE) | (address & 4095), size, attributes);
            }
        }
        long host = address + e[i + Tlb.ADDEND];
        return (attributes & Access.ORDERED) != 0 ? HostMemory.getOrdered(host, log2) : HostMemory.get(host, log2);
    }

    /** A load over a page boundary: both pages are checked before anything is read. */
    private static long loadAcross(Cpu cpu, long address, int size, int attributes) {
        int plain = attributes & (Access.UNPRIVILEGED | Access.IO | Access.MEMORY_ONLY);
        probe(cpu, address, GuestFault.READ, plain);
        probe(cpu, (address + size - 1) & Tlb.PAGE, GuestFault.READ, plain);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= loadRaw(cpu, address + i, 0, plain) << (8 * i);
        }
        return value;
    }

    /** Stores; the counterpart of {@link #load}. */
    public static void store(Cpu cpu, long address, long value, int attributes) {
        int log2 = attributes & Access.SIZE_MASK;
        int size = 1 << log2;
        if ((address & (size - 1)) != 0) {
            if ((attributes & Access.ALIGNED) != 0) {
                throw cpu.alignmentFault(address, GuestFault.WRITE);
            }
            if ((address & 4095) + size > GuestMemory.PAGE_SIZE) {
                storeAcross(cpu, address, value, size, attributes);
                return;
            }
        }
        Tlb tlb = cpu.tlb((attributes & Access.UNPRIVILEGED) != 0);
        int i = entry(cpu, tlb, address, GuestFault.WRITE, attributes);
        long[] e = tlb.entries;
        long frame = e[i + Tlb.FRAME];
        if ((frame & (Tlb.DEVICE | Tlb.STRICT)) != 0) {
            if ((frame & Tlb.STRICT) != 0 && (address & (size - 1)) != 0) {
                throw cpu.alignmentFault(address, GuestFault.WRITE);
            }
            if ((frame & Tlb.DEVICE) != 0) {
                writeDevice(cpu, address, (frame & Tlb.PAGE) | (address & 4095), size, value, attributes);
                return;
            }
        }
        long host = address + e[i + Tlb.ADDEND];
        if ((attributes & Access.ORDERED) != 0) {
            HostMemory.setOrdered(host, log2, value);
        } else {
            HostMemory.set(host, log2, value);
        }
        if ((frame & Tlb.WATCHED) != 0) {
            written(cpu, tlb, i, (frame & Tlb.PAGE) | (address & 4095), size);
        }
    }

    private static void storeAcross(Cpu cpu, long address, long value, int size, int attributes) {
        int plain = attributes & (Access.UNPRIVILEGED | Access.IO | Access.MEMORY_ONLY);
        probe(cpu, address, GuestFault.WRITE, plain);
        probe(cpu, (address + size - 1) & Tlb.PAGE, GuestFault.WRITE, plain);
        for (int i = 0; i < size; i++) {
            store(cpu, address + i, value >>> (8 * i), plain);
        }
    }

    /** Checks an access without making it; throws as the access would. Strictly aligned pages refuse crossings. */
    private static void probe(Cpu cpu, long address, int access, int attributes) {
        Tlb tlb = cpu.tlb((attributes & Access.UNPRIVILEGED) != 0);
        int i = entry(cpu, tlb, address, access, attributes);
        if ((tlb.entries[i + Tlb.FRAME] & Tlb.STRICT) != 0) {
            throw cpu.alignmentFault(address, access);
        }
    }

    /** Atomic read-modify-write; returns the old value, zero extended. */
    public static long readModifyWrite(Cpu cpu, long address, long operand, int kind, int attributes) {
        int log2 = attributes & Access.SIZE_MASK;
        long host = atomic(cpu, address, log2, attributes);
        long old = HostMemory.readModifyWrite(host, log2, kind, operand);
        afterAtomic(cpu, address, 1 << log2, attributes);
        return old;
    }

    /** Atomic compare and swap; returns the old value, zero extended. */
    public static long compareAndSwap(Cpu cpu, long address, long expected, long value, int attributes) {
        int log2 = attributes & Access.SIZE_MASK;
        long host = atomic(cpu, address, log2, attributes);
        long old = HostMemory.compareAndExchange(host, log2, expected, value);
        afterAtomic(cpu, address, 1 << log2, attributes);
        return old;
    }

    /** Returns the host address for an access that reads and writes at once: aligned, in RAM, writable. */
    public static long atomic(Cpu cpu, long address, int log2, int attributes) {
        if ((address & ((1L << log2) - 1)) != 0) {
            throw cpu.alignmentFault(address, GuestFault.WRITE);
        }
        Tlb tlb = cpu.tlb((attributes & Access.UNPRIVILEGED) != 0);
        entry(cpu, tlb, address, GuestFault.READ, attributes);
        int i = entry(cpu, tlb, address, GuestFault.WRITE, attributes);
        long frame = tlb.entries[i + Tlb.FRAME];
        if ((frame & Tlb.DEVICE) != 0) {
            throw cpu.busFault(address, (frame & Tlb.PAGE) | (address & 4095), GuestFault.WRITE, BusFault.REFUSED);
        }
        return address + tlb.entries[i + Tlb.ADDEND];
    }

    /** Completes what {@link #atomic} began: a write to a watched page is made known. */
    public static void afterAtomic(Cpu cpu, long address, int size, int attributes) {
        Tlb tlb = cpu.tlb((attributes & Access.UNPRIVILEGED) != 0);
        int i = Tlb.index(tlb.entries, address);
        long frame = tlb.entries[i + Tlb.FRAME];
        if ((frame & Tlb.WATCHED) != 0) {
            written(cpu, tlb, i, (frame & Tlb.PAGE) | (address & 4095), size);
        }
    }

    /** Returns the index of the entry that permits an access, filling it if need be. */
    private static int entry(Cpu cpu, Tlb tlb, long address, int access, int attributes) {
        int i = Tlb.index(tlb.entries, address);
        long tag = tlb.entries[i + access];
        if (tag == Tlb.INVALID || (tag & ~Tlb.SLOW) != (address & Tlb.PAGE)) {
            return fill(cpu, tlb, address, access, (attributes & Access.UNPRIVILEGED) != 0);
        }
        return i;
    }

    private static int fill(Cpu cpu, Tlb tlb, long address, int access, boolean unprivileged) {
        Translation t = cpu.translation;
        cpu.walk(address, access, unprivileged, t);
        GuestMemory memory = cpu.cluster.memory();
        long host = memory.hostFrame(t.frame);
        boolean watched = host != 0 && memory.isWatched(t.frame);
        long slow = host == 0 || t.strict ? Tlb.SLOW : 0;
        long page = address & Tlb.PAGE;
        if (tlb.admit(address)) {
            cpu.attend(Cpu.TRANSLATION); // compiled code looks for the new table
        }
        long[] e = tlb.entries;
        int i = Tlb.index(e, address);
        e[i + Tlb.READ] = t.readable ? page | slow : Tlb.INVALID;
        e[i + Tlb.WRITE] = t.writable ? page | slow | (watched ? Tlb.SLOW : 0) : Tlb.INVALID;
        e[i + Tlb.ADDEND] = host - page;
        e[i + Tlb.FRAME] =
                t.frame | (host == 0 ? Tlb.DEVICE : 0) | (t.strict ? Tlb.STRICT : 0) | (watched ? Tlb.WATCHED : 0);
        return i;
    }

    private static void written(Cpu cpu, Tlb tlb, int i, long physical, int size) {
        cpu.cluster.code().invalidate(physical, size);
        if (!cpu.cluster.memory().isWatched(physical)) {
            tlb.entries[i + Tlb.FRAME] &= ~Tlb.WATCHED;
            if ((tlb.entries[i + Tlb.FRAME] & (Tlb.DEVICE | Tlb.STRICT)) == 0) {
                tlb.entries[i + Tlb.WRITE] &= ~Tlb.SLOW;
            }
        }
    }

    private static long readDevice(Cpu cpu, long address, long physical, int size, int attributes) {
        checkDevice(cpu, address, physical, GuestFault.READ, attributes);
        return DeviceAccess.read(cpu, address, physical, size);
    }

    private static void writeDevice(Cpu cpu, long address, long physical, int size, long value, int attributes) {
        checkDevice(cpu, address, physical, GuestFault.WRITE, attributes);
        DeviceAccess.write(cpu, address, physical, size, value);
    }

    private static void checkDevice(Cpu cpu, long address, long physical, int access, int attributes) {
        if ((attributes & Access.MEMORY_ONLY) != 0) {
            throw cpu.busFault(address, physical, access, BusFault.REFUSED);
        }
        if ((attributes & Access.IO) == 0) {
            throw IoRestart.INSTANCE;
        }
    }

    /**
     * Translates an address as an access would; the vCPU's translation holds the details.
     *
     * @param access a kind of {@link GuestFault}
     * @return the guest-physical address
     * @throws GuestFault if the access would fault
     */
    public static long translate(Cpu cpu, long address, int access, boolean unprivileged) {
        cpu.walk(address, access, unprivileged, cpu.translation);
        return cpu.translation.frame | (address & 4095);
    }

    /**
     * Translates the address of an instruction.
     *
     * @return the guest-physical address
     * @throws GuestFault if it cannot be fetched
     */
    static long fetch(Cpu cpu, long address) {
        long[] fetches = cpu.space.fetches;
        int i = AddressSpace.fetchIndex(address);
        if (fetches[i] == (address & -4096L) && (address & 3) == 0) {
            return fetches[i + 1] | (address & 4095);
        }
        long physical = translate(cpu, address, GuestFault.FETCH, false);
        fetches[i] = address & -4096L;
        fetches[i + 1] = physical & -4096L;
        return physical;
    }
}
