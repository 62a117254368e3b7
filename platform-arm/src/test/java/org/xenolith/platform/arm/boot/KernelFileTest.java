// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class KernelFileTest {
    private static byte[] image(int size) {
        ByteBuffer image = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        image.putLong(0x08, 0x80000).putLong(0x10, 0x2000000).putLong(0x18, 0xa).putInt(0x38, 0x644d5241);
        return image.array();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return packed.toByteArray();
    }

    static byte[] zboot(String compression, byte[] payload) {
        ByteBuffer file = ByteBuffer.allocate(64 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("MZ\0\0zimg".getBytes(StandardCharsets.ISO_8859_1)).putInt(64).putInt(payload.length);
        file.put(24, compression.getBytes(StandardCharsets.ISO_8859_1)).put(64, payload);
        return file.array();
    }

    @Test
    void readsTheHeader() throws BootException {
        Arm64Image image = Arm64Image.parse(image(4096));
        assertEquals(new Arm64Image(0x80000, 0x2000000, 0xa, 4096), image);
        assertEquals(new AddressRange(0x40080000L, 0x2000000), image.placedAt(0x40000000L));
    }

    @Test
    void knowsOldKernelsByTheirFirstInstruction() throws BootException {
        byte[] old = new byte[64];
        ByteBuffer.wrap(old).order(ByteOrder.LITTLE_ENDIAN).putInt(0x14000008);
        assertEquals(64, Arm64Image.parse(old).memorySize());
    }

    @Test
    void p66RefusesAnImageWithoutMagic() {
        byte[] image = image(4096);
        image[0x38] ^= 1;
        BootException refused = assertThrows(BootException.class, () -> Arm64Image.parse(image));
        assertTrue(refused.getMessage().contains("no arm64 image"), refused.getMessage());
        assertThrows(BootException.class, () -> Arm64Image.parse(Arrays.copyOf(image(4096), 63)));
        assertThrows(BootException.class, () -> KernelFile.unpack(new byte[0]));
    }

    /** An image that is an EFI application: a header of 0x1000 bytes, one section, and 0x200 bytes of signature. */
    static byte[] efiImage(int size) {
        byte[] image = image(size);
        ByteBuffer words = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        words.putShort(0, (short) 0x5a4d).putInt(0x3c, 0x40).putInt(0x40, 0x4550);
        words.putShort(0x46, (short) 1).putShort(0x54, (short) 0xa0);
        words.putInt(0x40 + 24 + 0xa0 + 16, size - 0x1200).putInt(0x40 + 24 + 0xa0 + 20, 0x1000);
        words.putInt(0x40 + 24 + 108, 6).putInt(0x40 + 24 + 144, size - 0x200).putInt(0x40 + 24 + 148, 0x200);
        return image;
    }

    @Test
    void refusesAnEfiImageOfWhichBytesAreMissing() throws BootException {
        byte[] image = efiImage(0x3000);
        assertArrayEquals(image, KernelFile.unpack(image));
        for (int length = 64; length < image.length; length++) {
            byte[] cut = Arrays.copyOf(image, length);
            BootException refused = assertThrows(BootException.class, () -> KernelFile.unpack(cut), "length " + length);
            assertTrue(refused.getMessage().contains("cut off after " + length), refused.getMessage());
        }
    }

    @Test
    void refusesAbsurdSizes() {
        for (int offset : new int[] {0x08, 0x10}) {
            byte[] image = image(64);
            ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putLong(offset, -1);
            assertThrows(BootException.class, () -> Arm64Image.parse(image));
        }
    }

    @Test
    void unpacksPlainCompressedAndWrappedKernels() throws BootException {
        byte[] image = image(100_000);
        assertArrayEquals(image, KernelFile.unpack(image));
        assertArrayEquals(image, KernelFile.unpack(gzip(image)));
        assertArrayEquals(image, KernelFile.unpack(zboot("gzip", gzip(image))));
    }

    @Test
    void refusesWhatItCannotUnpack() {
        byte[] packed = gzip(image(100_000));
        assertThrows(BootException.class, () -> KernelFile.unpack(Arrays.copyOf(packed, packed.length / 2)));
        assertThrows(BootException.class, () -> KernelFile.unpack(zboot("zstd", packed)));
        assertThrows(BootException.class, () -> KernelFile.unpack(gzip(new byte[100])));
        byte[] outside = zboot("gzip", packed);
        ByteBuffer.wrap(outside).order(ByteOrder.LITTLE_ENDIAN).putInt(8, Integer.MAX_VALUE);
        assertThrows(BootException.class, () -> KernelFile.unpack(outside));
    }

    @Test
    void stopsUnpackingAtTheLimit() throws BootException {
        byte[] packed = gzip(image(100_000));
        assertEquals(100_000, KernelFile.unpack(packed, 100_000).length);
        assertThrows(BootException.class, () -> KernelFile.unpack(packed, 99_999));
    }

    @Test
    void ourOwnGuestsAreImages() throws IOException, BootException {
        try (DirectoryStream<Path> images = Files.newDirectoryStream(Path.of("..", "guests", "images"), "*.bin")) {
            int count = 0;
            for (Path file : images) {
                Arm64Image image = Arm64Image.parse(KernelFile.unpack(Files.readAllBytes(file)));
                assertEquals(0, image.textOffset(), file::toString);
                assertTrue(image.memorySize() > image.fileSize(), file::toString);
                count++;
            }
            assertTrue(count > 0);
        }
    }
}
