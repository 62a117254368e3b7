// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of an arm64 kernel image [Linux Documentation/arm64/booting.rst].
 *
 * @param textOffset where the image wants to lie, from the base of RAM, unsigned 64-bit
 * @param imageSize bytes that it needs with its BSS, unsigned 64-bit; 0 if it does not say
 * @param flags bit 0 big endian, bits 2:1 page size, bit 3 may lie anywhere
 * @param fileSize of the image, in bytes
 */
public record Arm64Image(long textOffset, long imageSize, long flags, int fileSize) {
    /** Length of the header, in bytes. */
    public static final int HEADER_BYTES = 64;

    private static final int MAGIC = 0x644d5241;
    private static final int OLD_FIRST_INSTRUCTION = 0x14000008;
    private static final long LARGEST = 1L << 32;

    /** Whether a file begins with either of the signs by which Xen knows an arm64 image. */
    public static boolean isImage(byte[] file) {
        if (file.length < HEADER_BYTES) {
            return false;
        }
        ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        return header.getInt(0x38) == MAGIC || header.getInt(0) == OLD_FIRST_INSTRUCTION;
    }

    /**
     * Reads the header.
     *
     * @throws BootException if there is none, or its sizes are absurd
     */
    public static Arm64Image parse(byte[] file) throws BootException {
        if (!isImage(file)) {
            throw new BootException(
                    file.length + " bytes that are no arm64 image; allowed: magic 644d5241 at offset 38, or "
                            + "first word 14000008 (hex)");
        }
        ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        Arm64Image image =
                new Arm64Image(header.getLong(0x08), header.getLong(0x10), header.getLong(0x18), file.length);
        requireSize("text offset", image.textOffset);
        requireSize("image size", image.imageSize);
        return image;
    }

    private static void requireSize(String what, long found) throws BootException {
        if (Long.compareUnsigned(found, LARGEST) >= 0) {
            throw new BootException(String.format("%s %x; allowed: less than %x", what, found, LARGEST));
        }
    }

    /** The bytes that the kernel occupies: the file, and its BSS if the header tells. */
    public long memorySize() {
        return Math.max(fileSize, imageSize);
    }

    /** Where the kernel goes in a bank of RAM. */
    public AddressRange placedAt(long bankBase) {
        return new AddressRange(bankBase + textOffset, memorySize());
    }
}
