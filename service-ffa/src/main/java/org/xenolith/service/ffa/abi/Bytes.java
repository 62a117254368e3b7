// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;

/** Little-endian integers in byte arrays, and UUIDs as FF-A puts them into registers. */
public final class Bytes {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    /** Returns 16 bits, zero extended. */
    public static int get16(byte[] bytes, int offset) {
        return (short) SHORT.get(bytes, offset) & 0xFFFF;
    }

    /** Returns 32 bits. */
    public static int get32(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    /** Returns 64 bits. */
    public static long get64(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    /** Stores the low 16 bits. */
    public static void put16(byte[] bytes, int offset, int value) {
        SHORT.set(bytes, offset, (short) value);
    }

    /** Stores 32 bits. */
    public static void put32(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }

    /** Stores 64 bits. */
    public static void put64(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    /** Returns bytes 0 to 7 of a UUID, byte 0 in the low-order bits. */
    public static long low(UUID uuid) {
        return Long.reverseBytes(uuid.getMostSignificantBits());
    }

    /** Returns bytes 8 to 15 of a UUID, byte 8 in the low-order bits. */
    public static long high(UUID uuid) {
        return Long.reverseBytes(uuid.getLeastSignificantBits());
    }

    /** Returns the UUID that {@link #low} and {@link #high} came from. */
    public static UUID uuid(long low, long high) {
        return new UUID(Long.reverseBytes(low), Long.reverseBytes(high));
    }
}
