// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageFormatsTest {
    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0, 0",
        "1.0, 1.1, -1",
        "1.9, 1.10, -1",
        "1:0.1, 9.9, 1",
        "1.0-1, 1.0-2, -1",
        "1.0~rc1, 1.0, -1",
        "1.0, 1.0+b1, -1",
        "6.1.192-2, 6.1.176-1, 1",
        "1.0a, 1.0+, -1",
        "1.01, 1.1, 0",
        "1.0-1~bpo1, 1.0-1, -1",
        "2.0-1-3, 2.0-1-10, -1",
        "~~, ~, -1",
        "1.0, 1.0-0, 0",
        "a, 1, 1",
    })
    void ordersVersionsAsDebianDoes(String a, String b, int expected) {
        assertEquals(expected, Integer.signum(DebVersion.ORDER.compare(a, b)));
        assertEquals(-expected, Integer.signum(DebVersion.ORDER.compare(b, a)));
    }

    @Test
    void readsStanzasWithContinuationLines() {
        assertEquals(
                List.of(Map.of("A", "1", "B", "2\nthree\nfour"), Map.of("A", "5")),
                Stanzas.parse("A: 1\nB: 2\n three\n\tfour\n\n\nA: 5"));
    }

    @Test
    void findsTheKernelPackageAmongDependencies() throws FetchException {
        DebPackage meta =
                new DebPackage("m", "1", "a (>= 2), linux-image-6.1.0-9-cloud-arm64 (= 6) | b", "", "0".repeat(64));
        assertEquals(
                "linux-image-6.1.0-9-cloud-arm64", meta.dependency(Pattern.compile("linux-image-[0-9].*-cloud-arm64")));
        assertThrows(FetchException.class, () -> meta.dependency(Pattern.compile("c")));
    }

    @Test
    void refusesAStanzaWithoutAChecksum() {
        assertThrows(FetchException.class, () -> DebPackage.of(Map.of("Package", "a", "Version", "1")));
        assertThrows(
                FetchException.class,
                () -> DebPackage.of(Map.of("Package", "-oX", "Version", "1 2", "SHA256", "0".repeat(64))));
    }

    @ParameterizedTest
    @CsvSource({"data.tar.xz", "data.tar.gz"})
    void takesAFileOutOfAPackage(String member, @TempDir Path folder) throws IOException {
        Path deb = Files.write(folder.resolve("x.deb"), FakeArchive.deb(member, "bin/busybox", new byte[] {1, 2}));
        DebArchive.Member found = DebArchive.extract(deb, Pattern.compile("(usr/)?bin/busybox"));
        assertArrayEquals(new byte[] {1, 2}, found.content());
        assertThrows(FetchException.class, () -> DebArchive.extract(deb, Pattern.compile("none")));
    }

    @Test
    void refusesAFileThatIsNoPackage(@TempDir Path folder) throws IOException {
        Path noise = Files.writeString(folder.resolve("x.deb"), "noise that is long enough for an archive's head");
        assertThrows(IOException.class, () -> DebArchive.extract(noise, Pattern.compile(".*")));
    }

    @Test
    void acceptsTheKernelsThatDebianShips() throws IOException {
        byte[] image = FakeArchive.kernel();
        assertArrayEquals(image, DebianArm64Fetcher.image(new DebArchive.Member("k", image)));
        assertArrayEquals(image, DebianArm64Fetcher.image(new DebArchive.Member("k", FakeArchive.gzip(image))));
        assertThrows(FetchException.class, () -> DebianArm64Fetcher.image(new DebArchive.Member("k", new byte[100])));
    }

    @Test
    void buildsARootThatLinuxCanUnpack() throws IOException {
        Map<String, CpioArchiveEntry> entries = new TreeMap<>();
        String init = "";
        byte[] root = Initramfs.SHELL.build(FakeArchive.busybox());
        try (CpioArchiveInputStream cpio = new CpioArchiveInputStream(new ByteArrayInputStream(root))) {
            for (CpioArchiveEntry entry = cpio.getNextEntry(); entry != null; entry = cpio.getNextEntry()) {
                entries.put(entry.getName(), entry);
                byte[] content = cpio.readAllBytes();
                if (entry.getName().equals("init")) {
                    init = new String(content, StandardCharsets.UTF_8);
                }
            }
        }
        assertTrue(entries.get("dev/console").isCharacterDevice());
        assertEquals(5, entries.get("dev/console").getRemoteDeviceMaj());
        assertTrue(entries.get("bin/nproc").isSymbolicLink());
        assertTrue(entries.get("proc").isDirectory());
        assertEquals(0755, entries.get("bin/poweroff").getMode() & 0777);
        assertEquals(FakeArchive.busybox().length, entries.get("bin/busybox").getSize());
        assertTrue(init.contains("xenolith: shell ready"));
        assertEquals(0, root.length % 512);
    }

    @Test
    void buildsTheSameBytesEveryTime() throws IOException {
        assertArrayEquals(Initramfs.REPORT.build(FakeArchive.busybox()), Initramfs.REPORT.build(FakeArchive.busybox()));
    }

    @Test
    void keepsTheCacheWhereTheUserWantsIt() {
        Path home = Path.of("/home/u");
        assertEquals(Path.of("/home/u/.cache/xenolith"), CacheFolder.of(Map.of(), home));
        assertEquals(Path.of("/c/xenolith"), CacheFolder.of(Map.of("XDG_CACHE_HOME", "/c"), home));
        assertEquals(Path.of("/home/u/.cache/xenolith"), CacheFolder.of(Map.of("XDG_CACHE_HOME", "c"), home));
    }
}
