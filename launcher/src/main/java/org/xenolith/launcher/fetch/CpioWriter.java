// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a cpio archive in the form "newc", which Linux unpacks as its initial file system [Linux
 * Documentation/driver-api/early-userspace/buffer-format.rst]. All times are 0 and all owners root, so that equal
 * content gives equal bytes.
 */
final class CpioWriter {
    private static final int DIRECTORY = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;
    private static final int CHARACTER_DEVICE = 0020000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int inode = 1;

    void directory(String path) {
        entry(path, DIRECTORY | 0755, 0, 0, new byte[0]);
    }

    void file(String path, int mode, byte[] content) {
        entry(path, FILE | mode, 0, 0, content);
    }

    void link(String path, String target) {
        entry(path, LINK | 0777, 0, 0, target.getBytes(StandardCharsets.UTF_8));
    }

    void characterDevice(String path, int mode, int major, int minor) {
        entry(path, CHARACTER_DEVICE | mode, major, minor, new byte[0]);
    }

    /** Ends the archive. */
    byte[] finish() {
        inode = 0;
        entry("TRAILER!!!", 0, 0, 0, new byte[0]);
        pad(512);
        return out.toByteArray();
    }

    private void entry(String path, int mode, int major, int minor, byte[] content) {
        byte[] name = (path + '\0').getBytes(StandardCharsets.UTF_8);
        StringBuilder header = new StringBuilder("070701");
        int links = (mode & 0170000) == DIRECTORY ? 2 : 1;
        for (int field : new int[] {inode, mode, 0, 0, links, 0, content.length, 0, 0, major, minor, name.length, 0}) {
            header.append(String.format("%08X", field));
        }
        out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(name);
        pad(4);
        out.writeBytes(content);
        pad(4);
        inode++;
    }

    private void pad(int multiple) {
        while (out.size() % multiple != 0) {
            out.write(0);
        }
    }
}
