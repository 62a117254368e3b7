// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** A Debian archive in a folder, with a small kernel and a small busybox, as apt and HTTP clients want it. */
final class FakeArchive {
    static final String KERNEL_PACKAGE = "linux-image-6.1.0-9-cloud-arm64";

    final Path root;
    private final StringBuilder packages = new StringBuilder();

    FakeArchive(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("pool"));
        add("linux-image-cloud-arm64", "6.1.9-1", KERNEL_PACKAGE + " (= 6.1.9-1)", "usr/share/doc/x", new byte[1]);
        add(KERNEL_PACKAGE, "6.1.9-1", "kmod, initramfs-tools | x", "boot/vmlinuz-6.1.0-9-cloud-arm64", kernel());
        add("busybox-static", "1:1.35.0-4", "", "bin/busybox", busybox());
        publish();
    }

    static byte[] kernel() {
        ByteBuffer image = ByteBuffer.allocate(100_000).order(ByteOrder.LITTLE_ENDIAN);
        return image.putInt(0x38, 0x644d5241).array();
    }

    static byte[] busybox() {
        ByteBuffer elf = ByteBuffer.allocate(5000).order(ByteOrder.LITTLE_ENDIAN);
        return elf.putInt(0, 0x464c457f).putShort(18, (short) 183).array();
    }

    static byte[] deb(String member, String path, byte[] content) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(tar)) {
            TarArchiveEntry entry = new TarArchiveEntry("./" + path);
            entry.setSize(content.length);
            out.putArchiveEntry(entry);
            out.write(content);
            out.closeArchiveEntry();
        }
        byte[] data = member.endsWith(".xz") ? xz(tar.toByteArray()) : gzip(tar.toByteArray());
        ByteArrayOutputStream deb = new ByteArrayOutputStream();
        try (ArArchiveOutputStream out = new ArArchiveOutputStream(deb)) {
            for (Object[] part :
                    new Object[][] {{"debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII)}, {member, data}}) {
                byte[] bytes = (byte[]) part[1];
                out.putArchiveEntry(new ArArchiveEntry((String) part[0], bytes.length));
                out.write(bytes);
                out.closeArchiveEntry();
            }
        }
        return deb.toByteArray();
    }

    static byte[] xz(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream out = new XZOutputStream(packed, new LZMA2Options(1))) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private void add(String name, String version, String depends, String path, byte[] content) throws IOException {
        byte[] deb = deb("data.tar.xz", path, content);
        String file = "pool/" + name + "_" + version.replaceFirst(".*:", "") + "_arm64.deb";
        Files.write(root.resolve(file), deb);
        packages.append("Package: ").append(name).append("\nVersion: ").append(version);
        packages.append("\nArchitecture: arm64\nMaintainer: nobody\nDescription: a package\n");
        if (!depends.isEmpty()) {
            packages.append("Depends: ").append(depends).append('\n');
        }
        packages.append("Filename: ").append(file).append("\nSize: ").append(deb.length);
        packages.append("\nSHA256: ").append(Sha256.of(deb)).append("\n\n");
    }

    private void publish() throws IOException {
        byte[] plain = packages.toString().getBytes(StandardCharsets.UTF_8);
        Files.write(root.resolve("Packages"), plain);
        byte[] packed = xz(plain);
        Path suite = Files.createDirectories(root.resolve("dists/stable/main/binary-arm64"));
        Files.write(suite.resolve("Packages.xz"), packed);
        Files.writeString(
                root.resolve("dists/stable/Release"),
                "Suite: stable\nSHA256:\n " + Sha256.of(packed) + " " + packed.length
                        + " main/binary-arm64/Packages.xz\n");
    }
}
