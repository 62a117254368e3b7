// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The CRC32 instructions against the checksums of the JDK. */
class Crc32InstructionsTest {
    private static final long[] NONE = {};

    /** Checksum of the data, taken in by operands of 1, 2, 4 and 8 bytes in an order that the seed gives. */
    private static long continued(byte[] data, long seed, boolean castagnoli) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        long order = seed;
        // Bits above the accumulator's 32 are ignored.
        long crc = -1L;
        while (in.hasRemaining()) {
            int size = 1 << (order & 3);
            order = order >>> 2 | order << 62;
            if (size <= in.remaining()) {
                crc = castagnoli ? c(crc, size, in) : ieee(crc, size, in);
            } else {
                crc = castagnoli ? c(crc, 1, in) : ieee(crc, 1, in);
            }
        }
        return ~crc & 0xFFFFFFFFL;
    }

    private static long ieee(long crc, int size, ByteBuffer in) {
        return switch (size) {
            case 1 -> Crc32Instructions.crc32b(NONE, 0, crc, in.get());
            case 2 -> Crc32Instructions.crc32h(NONE, 0, crc, in.getShort());
            case 4 -> Crc32Instructions.crc32w(NONE, 0, crc, in.getInt());
            default -> Crc32Instructions.crc32x(NONE, 0, crc, in.getLong());
        };
    }

    private static long c(long crc, int size, ByteBuffer in) {
        return switch (size) {
            case 1 -> Crc32Instructions.crc32cb(NONE, 0, crc, in.get());
            case 2 -> Crc32Instructions.crc32ch(NONE, 0, crc, in.getShort());
            case 4 -> Crc32Instructions.crc32cw(NONE, 0, crc, in.getInt());
            default -> Crc32Instructions.crc32cx(NONE, 0, crc, in.getLong());
        };
    }

    private static long of(Checksum checksum, byte[] data) {
        checksum.update(data);
        return checksum.getValue();
    }

    @Property
    void wholeChecksumsAreThoseOfTheJdk(@ForAll byte[] data, @ForAll long seed) {
        assertEquals(of(new CRC32(), data), data.length == 0 ? 0 : continued(data, seed, false));
        assertEquals(of(new CRC32C(), data), data.length == 0 ? 0 : continued(data, seed, true));
    }

    @Example
    void theResultIsThirtyTwoBitsWithoutInversion() {
        assertEquals(0, Crc32Instructions.crc32x(NONE, 0, 0xFFFFFFFF00000000L, 0));
        assertEquals(0xEDB88320L, Crc32Instructions.crc32b(NONE, 0, 0, 0xFFFFFF80L));
        assertEquals(0x82F63B78L, Crc32Instructions.crc32cb(NONE, 0, 0x80, 0));
    }
}
