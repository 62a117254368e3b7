// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** A Debian package: an ar archive whose member {@code data.tar.*} holds the files [deb(5)]. */
final class DebArchive {
    private static final int LARGEST_FILE = 256 << 20;
    private static final int XZ_MEMORY_KIB = 256 << 10;

    private DebArchive() {}

    /** A file of a package. */
    record Member(String name, byte[] content) {}

    /** The first regular file whose path, without a leading "./", matches whole. */
    static Member extract(Path deb, Pattern wanted) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(deb));
                ArArchiveInputStream members = new ArArchiveInputStream(file)) {
            for (ArArchiveEntry member = members.getNextEntry(); member != null; member = members.getNextEntry()) {
                if (member.getName().startsWith("data.tar")) {
                    return extract(new TarArchiveInputStream(unpack(member.getName(), members)), wanted, deb);
                }
            }
        }
        throw new FetchException(deb.getFileName() + " has no data.tar; expected: a Debian package");
    }

    private static InputStream unpack(String name, InputStream packed) throws IOException {
        return switch (name) {
            case "data.tar" -> packed;
            case "data.tar.gz" -> new GZIPInputStream(packed, 1 << 16);
            case "data.tar.xz" -> new XZInputStream(packed, XZ_MEMORY_KIB);
            default -> throw new FetchException("a package with " + name + "; allowed: data.tar, .gz or .xz");
        };
    }

    private static Member extract(TarArchiveInputStream files, Pattern wanted, Path deb) throws IOException {
        for (TarArchiveEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
            String name = file.getName().replaceFirst("^\\./", "");
            if (file.isFile() && wanted.matcher(name).matches()) {
                if (file.getSize() > LARGEST_FILE) {
                    throw new FetchException(name + " of " + file.getSize() + " bytes; allowed: " + LARGEST_FILE);
                }
                return new Member(name, files.readNBytes((int) file.getSize()));
            }
        }
        throw new FetchException(deb.getFileName() + " has no file " + wanted);
    }
}
