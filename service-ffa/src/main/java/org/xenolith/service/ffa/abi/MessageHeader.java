// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.abi;

/**
 * The header of an indirect message, taken from a buffer once [DEN0077A 7.3].
 *
 * @param offset of the payload from the buffer's start, unsigned
 * @param receiver endpoint id
 * @param sender endpoint id
 * @param size bytes of payload, unsigned
 * @param uuidLow bytes 0 to 7 of the UUID
 * @param uuidHigh bytes 8 to 15 of the UUID
 */
public record MessageHeader(int offset, int receiver, int sender, int size, long uuidLow, long uuidHigh) {
    /** Bytes of the header below 1.2. */
    public static final int SIZE_1_1 = 20;

    /** Bytes of the header from 1.2 on. */
    public static final int SIZE = 40;

    /** Bytes of a buffer. */
    public static final int BUFFER = 4096;

    /** Takes a header from a copy of a buffer's first {@link #SIZE} bytes. */
    public static MessageHeader of(byte[] copy, int version) {
        boolean named = FfaVersion.atLeast(version, FfaVersion.V1_2);
        return new MessageHeader(
                Bytes.get32(copy, 8),
                Bytes.get16(copy, 12),
                Bytes.get16(copy, 14),
                Bytes.get32(copy, 16),
                named ? Bytes.get64(copy, 24) : 0,
                named ? Bytes.get64(copy, 32) : 0);
    }

    /** Tells whether the payload lies in the buffer, behind a header of the sender's version, and is not empty. */
    public boolean fits(int version) {
        int least = FfaVersion.atLeast(version, FfaVersion.V1_2) ? SIZE : SIZE_1_1;
        return Integer.compareUnsigned(offset, least) >= 0
                && size != 0
                && Integer.compareUnsigned(offset, BUFFER) <= 0
                && Integer.compareUnsigned(size, BUFFER - offset) <= 0;
    }

    /** Writes the form that a receiver sees: payload at {@link #SIZE}, flags and reserved fields zero. */
    public void write(byte[] buffer) {
        Bytes.put64(buffer, 0, 0);
        Bytes.put32(buffer, 8, SIZE);
        Bytes.put16(buffer, 12, receiver);
        Bytes.put16(buffer, 14, sender);
        Bytes.put32(buffer, 16, size);
        Bytes.put32(buffer, 20, 0);
        Bytes.put64(buffer, 24, uuidLow);
        Bytes.put64(buffer, 32, uuidHigh);
    }
}
