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
    private static final short DOS_MAGIC = 0x5a4d;
    private static final int PE_OFFSET_AT = 0x3c;
    private static final int PE_MAGIC = 0x4550;
    private static final int COFF_BYTES = 24;
    private static final int SECTION_BYTES = 40;
    /** Where a 64-bit optional header has the number of its directory entries, and the entry of the signatures. */
    private static final int ENTRIES_AT = 108;

    private static final int SIGNATURE_ENTRY = 144;

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

    /**
     * Checks that a file is as long as it says. The header alone does not tell how much of the image the file holds; where
     * the image is an EFI application too, its section table does [PE/COFF 3 and 4].
     *
     * @throws BootException if bytes are missing
     */
    static void requireWhole(byte[] file) throws BootException {
        ByteBuffer words = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int signature = words.getInt(PE_OFFSET_AT);
        if (words.getShort(0) != DOS_MAGIC || signature < HEADER_BYTES) {
            return;
        }
        requireBytes(file, signature + (long) COFF_BYTES);
        if (words.getInt(signature) != PE_MAGIC) {
            return;
        }
        int sections = Short.toUnsignedInt(words.getShort(signature + 6));
        int optional = signature + COFF_BYTES;
        long table = optional + (long) Short.toUnsignedInt(words.getShort(signature + 20));
        requireBytes(file, table + (long) sections * SECTION_BYTES);
        for (int i = 0; i < sections; i++) {
            int section = (int) table + i * SECTION_BYTES;
            requireRange(words, section + 20, section + 16);
        }
        boolean signed = table - optional >= SIGNATURE_ENTRY + 8 && words.getInt(optional + ENTRIES_AT) > 4;
        if (signed) {
            requireRange(words, optional + SIGNATURE_ENTRY, optional + SIGNATURE_ENTRY + 4);
        }
    }

    /** Checks that a range of the file is there, of which offset and size stand at two places. */
    private static void requireRange(ByteBuffer file, int offsetAt, int sizeAt) throws BootException {
        long offset = Integer.toUnsignedLong(file.getInt(offsetAt));
        requireBytes(file.array(), offset + Integer.toUnsignedLong(file.getInt(sizeAt)));
    }

    private static void requireBytes(byte[] file, long bytes) throws BootException {
        if (file.length < bytes) {
            throw new BootException(
                    "an image cut off after " + file.length + " bytes; its EFI header tells of " + bytes);
        }
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
