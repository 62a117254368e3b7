// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Little-endian accesses at absolute host addresses, through one segment that covers the whole address space: HotSpot
 * then needs no base and no bound. Whoever calls has made sure that the address is mapped.
 */
@SuppressWarnings("restricted")
final class HostBytes {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();
    private static final VarHandle SHORT =
            ValueLayout.JAVA_SHORT.withOrder(LITTLE).varHandle();
    private static final VarHandle INT = ValueLayout.JAVA_INT.withOrder(LITTLE).varHandle();
    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.withOrder(LITTLE).varHandle();
    private static final ValueLayout.OfShort ANY_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE);
    private static final ValueLayout.OfInt ANY_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE);
    private static final ValueLayout.OfLong ANY_LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE);

    private HostBytes() {}

    /** Reads 1, 2, 4 or 8 bytes, zero extended; single-copy atomic if aligned. */
    static long get(long host, int width) {
        if ((host & (width - 1)) != 0) {
            return getUnaligned(host, width);
        }
        return switch (width) {
            case 1 -> (byte) BYTE.getOpaque(ALL, host) & 0xFFL;
            case 2 -> (short) SHORT.getOpaque(ALL, host) & 0xFFFFL;
            case 4 -> (int) INT.getOpaque(ALL, host) & 0xFFFF_FFFFL;
            case 8 -> (long) LONG.getOpaque(ALL, host);
            default -> throw badWidth(width);
        };
    }

    private static long getUnaligned(long host, int width) {
        return switch (width) {
            case 2 -> ALL.get(ANY_SHORT, host) & 0xFFFFL;
            case 4 -> ALL.get(ANY_INT, host) & 0xFFFF_FFFFL;
            case 8 -> ALL.get(ANY_LONG, host);
            default -> throw badWidth(width);
        };
    }

    /** Writes the low 1, 2, 4 or 8 bytes; single-copy atomic if aligned. */
    static void put(long host, int width, long value) {
        if ((host & (width - 1)) != 0) {
            putUnaligned(host, width, value);
            return;
        }
        switch (width) {
            case 1 -> BYTE.setOpaque(ALL, host, (byte) value);
            case 2 -> SHORT.setOpaque(ALL, host, (short) value);
            case 4 -> INT.setOpaque(ALL, host, (int) value);
            case 8 -> LONG.setOpaque(ALL, host, value);
            default -> throw badWidth(width);
        }
    }

    private static void putUnaligned(long host, int width, long value) {
        switch (width) {
            case 2 -> ALL.set(ANY_SHORT, host, (short) value);
            case 4 -> ALL.set(ANY_INT, host, (int) value);
            case 8 -> ALL.set(ANY_LONG, host, value);
            default -> throw badWidth(width);
        }
    }

    /** Copies host bytes into an array. */
    static void get(long host, byte[] target, int offset, int length) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, host, target, offset, length);
    }

    /** Copies bytes of an array to the host address. */
    static void put(long host, byte[] source, int offset, int length) {
        MemorySegment.copy(source, offset, ALL, ValueLayout.JAVA_BYTE, host, length);
    }

    /** Volatile compare and exchange of 4 or 8 aligned bytes; returns what was found, zero extended. */
    static long compareAndExchange(long host, int width, long expected, long value) {
        return width == 8
                ? (long) LONG.compareAndExchange(ALL, host, expected, value)
                : (int) INT.compareAndExchange(ALL, host, (int) expected, (int) value) & 0xFFFF_FFFFL;
    }

    /** Volatile exchange of 4 or 8 aligned bytes; returns what was found, zero extended. */
    static long getAndSet(long host, int width, long value) {
        return width == 8
                ? (long) LONG.getAndSet(ALL, host, value)
                : (int) INT.getAndSet(ALL, host, (int) value) & 0xFFFF_FFFFL;
    }

    /** Volatile OR of 8 aligned bytes; returns what was found. */
    static long getAndBitwiseOr(long host, long bits) {
        return (long) LONG.getAndBitwiseOr(ALL, host, bits);
    }

    static IllegalArgumentException badWidth(int width) {
        return new IllegalArgumentException("width " + width + ", allowed: 1, 2, 4, 8");
    }
}
