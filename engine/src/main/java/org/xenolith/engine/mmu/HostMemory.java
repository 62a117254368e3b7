// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.mmu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.xenolith.engine.ir.Rmw;

/**
 * Guest RAM by absolute host address: one segment over everything, which is the fastest form of access on the JVM.
 *
 * <p>Addresses come from {@link org.xenolith.api.memory.GuestMemory#hostFrame} only; nothing here checks them.
 */
public final class HostMemory {
    private HostMemory() {}

    /** All of the host's address space. */
    public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();
    private static final VarHandle SHORT = ValueLayout.JAVA_SHORT.varHandle();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    /**
     * Reads a value of 1, 2, 4 or 8 bytes, zero extended.
     *
     * @param log2 log2 of the size
     */
    public static long get(long host, int log2) {
        return switch (log2) {
            case 0 -> ALL.get(ValueLayout.JAVA_BYTE, host) & 0xFFL;
            case 1 -> ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, host) & 0xFFFFL;
            case 2 -> ALL.get(ValueLayout.JAVA_INT_UNALIGNED, host) & 0xFFFF_FFFFL;
            default -> ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, host);
        };
    }

    /** Writes the low bytes of a value; see {@link #get}. */
    public static void set(long host, int log2, long value) {
        switch (log2) {
            case 0 -> ALL.set(ValueLayout.JAVA_BYTE, host, (byte) value);
            case 1 -> ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, host, (short) value);
            case 2 -> ALL.set(ValueLayout.JAVA_INT_UNALIGNED, host, (int) value);
            default -> ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, host, value);
        }
    }

    /** Reads an aligned value with acquire semantics, sequentially consistent with {@link #setOrdered}. */
    public static long getOrdered(long host, int log2) {
        return switch (log2) {
            case 0 -> (byte) BYTE.getVolatile(ALL, host) & 0xFFL;
            case 1 -> (short) SHORT.getVolatile(ALL, host) & 0xFFFFL;
            case 2 -> (int) INT.getVolatile(ALL, host) & 0xFFFF_FFFFL;
            default -> (long) LONG.getVolatile(ALL, host);
        };
    }

    /** Writes an aligned value with release semantics; see {@link #getOrdered}. */
    public static void setOrdered(long host, int log2, long value) {
        switch (log2) {
            case 0 -> BYTE.setVolatile(ALL, host, (byte) value);
            case 1 -> SHORT.setVolatile(ALL, host, (short) value);
            case 2 -> INT.setVolatile(ALL, host, (int) value);
            default -> LONG.setVolatile(ALL, host, value);
        }
    }

    /** Atomically replaces an aligned value if it is the expected one; returns the value found, zero extended. */
    public static long compareAndExchange(long host, int log2, long expected, long value) {
        if (log2 == 3) {
            return (long) LONG.compareAndExchange(ALL, host, expected, value);
        }
        if (log2 == 2) {
            return (int) INT.compareAndExchange(ALL, host, (int) expected, (int) value) & 0xFFFF_FFFFL;
        }
        return exchangeSmall(host, log2, expected, value);
    }

    /** The part of a word smaller than the host's compare-and-swap: retried while only its neighbours change. */
    private static long exchangeSmall(long host, int log2, long expected, long value) {
        long word = host & ~3L;
        int shift = (int) (host & 3) * 8;
        int mask = (log2 == 0 ? 0xFF : 0xFFFF) << shift;
        while (true) {
            int old = (int) INT.getVolatile(ALL, word);
            int found = (old & mask) >>> shift;
            if (found != ((int) expected & (mask >>> shift))) {
                return found;
            }
            int next = (old & ~mask) | (((int) value << shift) & mask);
            if (INT.compareAndSet(ALL, word, old, next)) {
                return found;
            }
        }
    }

    /** Atomic read-modify-write of an aligned value; returns the value before, zero extended. */
    public static long readModifyWrite(long host, int log2, int kind, long operand) {
        long old = get(host, log2);
        while (true) {
            long found = compareAndExchange(host, log2, old, Rmw.apply(kind, 1 << log2, old, operand));
            if (found == old) {
                return old;
            }
            old = found;
        }
    }
}
