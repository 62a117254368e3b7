// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebianArm64FetcherTest {
    @TempDir
    Path folder = Path.of("");

    private HttpServer server;
    private FakeArchive archive;
    private final List<String> requests = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        archive = new FakeArchive(folder.resolve("archive"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/debian/", exchange -> {
            String path = exchange.getRequestURI().getPath().substring("/debian/".length());
            requests.add(path);
            Path file = archive.root.resolve(path);
            boolean found = Files.isRegularFile(file);
            exchange.sendResponseHeaders(found ? 200 : 404, found ? Files.size(file) : -1);
            if (found) {
                exchange.getResponseBody().write(Files.readAllBytes(file));
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private DebianArm64Fetcher fetcher() {
        int port = server.getAddress().getPort();
        URI mirror = URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":" + port + "/debian");
        return new DebianArm64Fetcher(folder.resolve("cache"), said::add).fromMirror(mirror, "stable");
    }

    private String refused() {
        return assertThrows(FetchException.class, () -> fetcher().fetch()).getMessage();
    }

    @Test
    void bringsAKernelAndTwoRootsFromAMirror() throws IOException, InterruptedException {
        DebianArm64 fetched = fetcher().fetch();
        assertEquals("6.1.9-1", fetched.version());
        assertArrayEquals(FakeArchive.kernel(), Files.readAllBytes(fetched.kernel()));
        assertEquals(
                "070701",
                Files.readString(fetched.initrd(), StandardCharsets.ISO_8859_1).substring(0, 6));
        assertEquals(0x1f, Files.readAllBytes(fetched.reportInitrd())[0]);
        try (Stream<Path> left = Files.list(folder.resolve("cache/debian-arm64"))) {
            assertEquals(
                    List.of("busybox", "index", "initrd-report.cpio.gz", "initrd-shell.cpio", "vmlinuz"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void asksForNothingTheSecondTime() throws IOException, InterruptedException {
        DebianArm64 first = fetcher().fetch();
        requests.clear();
        said.clear();
        assertEquals(first, fetcher().fetch());
        assertEquals(List.of(), requests);
        assertTrue(said.getFirst().startsWith("cached: Debian kernel 6.1.9-1"), said::toString);
        fetcher().refresh(true).fetch();
        assertTrue(requests.size() >= 4, requests::toString);
    }

    @Test
    void makesADamagedRootAgainWithoutTheNetwork() throws IOException, InterruptedException {
        DebianArm64 first = fetcher().fetch();
        byte[] good = Files.readAllBytes(first.initrd());
        Files.writeString(first.initrd(), "damaged");
        requests.clear();
        fetcher().fetch();
        assertArrayEquals(good, Files.readAllBytes(first.initrd()));
        assertEquals(List.of(), requests);
    }

    @Test
    void fetchesADamagedKernelAgain() throws IOException, InterruptedException {
        DebianArm64 first = fetcher().fetch();
        Files.writeString(first.kernel(), "damaged");
        fetcher().fetch();
        assertArrayEquals(FakeArchive.kernel(), Files.readAllBytes(first.kernel()));
    }

    @Test
    void refusesAPackageWhoseChecksumIsWrong() throws IOException {
        Path deb = archive.root.resolve("pool/" + FakeArchive.KERNEL_PACKAGE + "_6.1.9-1_arm64.deb");
        byte[] bytes = Files.readAllBytes(deb);
        bytes[bytes.length - 3] ^= 1;
        Files.write(deb, bytes);
        assertTrue(refused().contains("has SHA256"), said::toString);
        try (Stream<Path> left = Files.list(folder.resolve("cache/debian-arm64"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void refusesAnIndexWhoseChecksumIsWrong() throws IOException {
        Files.writeString(archive.root.resolve("dists/stable/main/binary-arm64/Packages.xz"), "other");
        assertTrue(refused().startsWith("main/binary-arm64/Packages.xz has SHA256"));
    }

    @Test
    void saysWhatTheMirrorDoesNotHave() throws IOException {
        Files.delete(archive.root.resolve("dists/stable/Release"));
        assertTrue(refused().endsWith("answered 404; expected: 200"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian", "file:/debian", "ftp://host/debian", "http:/debian"})
    void refusesAMirrorThatIsNotReachedByHttp(String mirror) {
        DebianArm64Fetcher fetcher =
                new DebianArm64Fetcher(folder.resolve("cache"), said::add).fromMirror(URI.create(mirror), "stable");
        assertTrue(
                assertThrows(FetchException.class, fetcher::fetch).getMessage().contains("allowed: an http"));
    }

    @Test
    void saysThatAMachineWithoutAptNeedsAMirror() {
        DebianArm64Fetcher bare =
                new DebianArm64Fetcher(folder.resolve("cache"), Progress.silent()).environment(Map.of("PATH", ""));
        assertTrue(assertThrows(FetchException.class, bare::fetch).getMessage().contains("--mirror"));
    }

    @Test
    void takesPackagesByAptWithAStateOfItsOwn() throws IOException, InterruptedException {
        Assumptions.assumeTrue(AptSource.isInstalled(System.getenv()), "apt-get is not installed");
        Path list = Files.writeString(
                folder.resolve("sources.list"), "deb [trusted=yes] file:" + archive.root.toAbsolutePath() + " ./\n");
        DebianArm64 fetched = new DebianArm64Fetcher(folder.resolve("cache"), said::add)
                .aptOptions(List.of("-oDir::Etc::sourcelist=" + list, "-oDir::Etc::sourceparts=/dev/null"))
                .fetch();
        assertEquals("6.1.9-1", fetched.version());
        assertArrayEquals(FakeArchive.kernel(), Files.readAllBytes(fetched.kernel()));
        assertTrue(said.contains("downloading busybox-static 1:1.35.0-4"), said::toString);
    }
}
