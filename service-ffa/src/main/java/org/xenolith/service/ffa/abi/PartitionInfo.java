// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.abi;

/**
 * A partition information descriptor [DEN0077A table 6.1].
 *
 * @param id endpoint id, 16 bits
 * @param contexts number of execution contexts, 16 bits
 * @param properties see the constants
 * @param uuidLow bytes 0 to 7 of the protocol UUID
 * @param uuidHigh bytes 8 to 15 of the protocol UUID
 */
public record PartitionInfo(int id, int contexts, int properties, long uuidLow, long uuidHigh) {
    /** Receives direct requests. */
    public static final int DIRECT = 1;

    /** Sends direct requests. */
    public static final int SENDS_DIRECT = 1 << 1;

    /** Sends and receives indirect messages. */
    public static final int INDIRECT = 1 << 2;

    /** Receives notifications. */
    public static final int NOTIFICATIONS = 1 << 3;

    /** Wants to hear of created VMs. */
    public static final int VM_CREATED = 1 << 6;

    /** Wants to hear of destroyed VMs. */
    public static final int VM_DESTROYED = 1 << 7;

    /** Runs in AArch64. */
    public static final int AARCH64 = 1 << 8;

    /** Receives direct requests of type 2. */
    public static final int DIRECT2 = 1 << 9;

    /** Bytes of a descriptor in version 1.0. */
    public static final int SIZE_1_0 = 8;

    /** Bytes of a descriptor from version 1.1 on. */
    public static final int SIZE = 24;

    /** Bytes of a descriptor in version 1.3. */
    public static final int SIZE_1_3 = 48;

    /** Takes a descriptor from a buffer. */
    public static PartitionInfo of(byte[] buffer, int offset) {
        return new PartitionInfo(
                Bytes.get16(buffer, offset),
                Bytes.get16(buffer, offset + 2),
                Bytes.get32(buffer, offset + 4),
                Bytes.get64(buffer, offset + 8),
                Bytes.get64(buffer, offset + 16));
    }

    /** Returns the first eight bytes as FFA_PARTITION_INFO_GET_REGS has them in a register. */
    public long word() {
        return id & 0xFFFFL | (contexts & 0xFFFFL) << 16 | (long) properties << 32;
    }

    /** Tells whether the descriptor is of a UUID; nil stands for any. */
    public boolean matches(long low, long high) {
        return (low | high) == 0 || low == uuidLow && high == uuidHigh;
    }

    /** Tells whether a property is set. */
    public boolean has(int property) {
        return (properties & property) != 0;
    }

    /**
     * Writes the descriptor.
     *
     * @param size {@link #SIZE_1_0}, {@link #SIZE} or {@link #SIZE_1_3}
     * @param named whether the UUID is written, or zeros
     */
    public void write(byte[] buffer, int offset, int size, boolean named) {
        Bytes.put64(buffer, offset, word());
        if (size >= SIZE) {
            Bytes.put64(buffer, offset + 8, named ? uuidLow : 0);
            Bytes.put64(buffer, offset + 16, named ? uuidHigh : 0);
        }
        for (int at = SIZE; at < size; at += Long.BYTES) {
            Bytes.put64(buffer, offset + at, 0);
        }
    }
}
