// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.xenolith.api.call.CallContext;

/** The hypervisor's copy of a guest structure, little endian. Fetched once, so that a check holds for the use. */
final class GuestBuffer {
    /** Bytes of the largest structure. */
    static final int CAPACITY = 1024;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes = new byte[CAPACITY];

    boolean fetch(CallContext call, long address, int length) {
        return call.readVirtual(address, bytes, 0, length);
    }

    boolean store(CallContext call, long address, int length) {
        return call.writeVirtual(address, bytes, 0, length);
    }

    /** Stores a part at the same place in the guest's structure. */
    boolean store(CallContext call, long address, int offset, int length) {
        return call.writeVirtual(address + offset, bytes, offset, length);
    }

    void clear(int length) {
        Arrays.fill(bytes, 0, length, (byte) 0);
    }

    int u8(int offset) {
        return bytes[offset] & 0xFF;
    }

    int u16(int offset) {
        return (short) SHORT.get(bytes, offset) & 0xFFFF;
    }

    int i32(int offset) {
        return (int) INT.get(bytes, offset);
    }

    long u32(int offset) {
        return i32(offset) & 0xFFFF_FFFFL;
    }

    long i64(int offset) {
        return (long) LONG.get(bytes, offset);
    }

    void put8(int offset, int value) {
        bytes[offset] = (byte) value;
    }

    void put16(int offset, int value) {
        SHORT.set(bytes, offset, (short) value);
    }

    void put32(int offset, int value) {
        INT.set(bytes, offset, value);
    }

    void put64(int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    /** Puts ASCII text and fills the rest of its field with zeros. */
    void putText(int offset, int length, String text) {
        for (int n = 0; n < length; n++) {
            bytes[offset + n] = n < text.length() ? (byte) text.charAt(n) : 0;
        }
    }
}
