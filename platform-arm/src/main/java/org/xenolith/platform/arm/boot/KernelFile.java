// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** A kernel as a file: plain, compressed with gzip, or wrapped for EFI with a gzip payload. */
public final class KernelFile {
    /** The largest kernel that is unpacked, in bytes. */
    public static final int LARGEST = 512 << 20;

    private static final int ZBOOT_HEADER_BYTES = 64;

    private KernelFile() {}

    /**
     * The arm64 image in a kernel file.
     *
     * @throws BootException if the file is damaged, too large, or holds no arm64 image
     */
    public static byte[] unpack(byte[] file) throws BootException {
        return unpack(file, LARGEST);
    }

    static byte[] unpack(byte[] file, int largest) throws BootException {
        byte[] image = file;
        if (isZboot(file)) {
            image = gunzip(zbootPayload(file), largest);
        } else if (isGzip(file)) {
            image = gunzip(file, largest);
        }
        Arm64Image.parse(image);
        Arm64Image.requireWhole(image);
        return image;
    }

    private static boolean isGzip(byte[] file) {
        return file.length > 2 && file[0] == 0x1f && file[1] == (byte) 0x8b;
    }

    private static boolean isZboot(byte[] file) {
        return file.length >= ZBOOT_HEADER_BYTES
                && new String(file, 0, 8, StandardCharsets.ISO_8859_1).matches("(?s)MZ..zimg");
    }

    /** EFI zboot: payload offset and size at 8 and 12, the name of the compression from 24. */
    private static byte[] zbootPayload(byte[] file) throws BootException {
        ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int offset = header.getInt(8);
        int size = header.getInt(12);
        String compression = new String(file, 24, 8, StandardCharsets.ISO_8859_1);
        if (!compression.startsWith("gzip\0")) {
            throw new BootException(
                    "an EFI image compressed with '" + compression.replaceAll("[^a-z0-9]", "") + "'; allowed: gzip");
        }
        if (offset < 0 || size < 0 || offset > file.length || size > file.length - offset) {
            throw new BootException(
                    String.format("payload at %x of %x bytes; allowed: within %x", offset, size, file.length));
        }
        return Arrays.copyOfRange(file, offset, offset + size);
    }

    private static byte[] gunzip(byte[] packed, int largest) throws BootException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed), 1 << 16)) {
            byte[] image = in.readNBytes(largest);
            if (image.length == largest && in.read() >= 0) {
                throw new BootException("a kernel that unpacks to more than " + largest + " bytes");
            }
            return image;
        } catch (IOException damaged) {
            throw new BootException("a damaged gzip file (" + damaged.getMessage() + ")");
        }
    }
}
