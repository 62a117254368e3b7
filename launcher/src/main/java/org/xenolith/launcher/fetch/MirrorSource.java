// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A Debian archive over HTTP, for machines without apt. The chain of checksums runs from the suite's Release file over
 * the package index to the package; the Release file's signature is not checked, so the way to the mirror must be
 * trusted [Debian repository format].
 */
final class MirrorSource implements PackageSource {
    private static final String INDEX = "main/binary-arm64/Packages";
    private static final int LARGEST_INDEX = 64 << 20;
    private static final int XZ_MEMORY_KIB = 256 << 10;

    private final URI mirror;
    private final String suite;
    private final Progress progress;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(30))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final Map<String, DebPackage> packages = new HashMap<>();

    /**
     * @param mirror the archive's root, which has the folder {@code dists}
     * @param suite for example {@code stable}
     * @throws FetchException if either cannot be what it should
     */
    MirrorSource(URI mirror, String suite, Progress progress) throws FetchException {
        if (mirror.getHost() == null || !List.of("http", "https").contains(mirror.getScheme())) {
            throw new FetchException("the mirror '" + mirror + "'; allowed: an http or https URL with a host");
        }
        if (!suite.matches("[a-z0-9][a-z0-9/.-]*")) {
            throw new FetchException("the suite '" + suite + "'; allowed: a name such as stable");
        }
        String text = mirror.toString();
        this.mirror = text.endsWith("/") ? mirror : URI.create(text + "/");
        this.suite = suite;
        this.progress = progress;
    }

    @Override
    public String describe() {
        return mirror + " (" + suite + "; signature not checked)";
    }

    @Override
    public DebPackage find(String name) throws IOException, InterruptedException {
        if (packages.isEmpty()) {
            readIndex();
        }
        return Optional.ofNullable(packages.get(name))
                .orElseThrow(() -> new FetchException("no package " + name + " for arm64 in " + describe()));
    }

    @Override
    public Path download(DebPackage wanted, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path deb = folder.resolve(wanted.name() + ".deb");
        HttpResponse<Path> response = client.send(request(wanted.filename()), HttpResponse.BodyHandlers.ofFile(deb));
        requireOk(response);
        Sha256.require(deb, wanted.sha256());
        return deb;
    }

    private void readIndex() throws IOException, InterruptedException {
        String base = "dists/" + suite + "/";
        progress.say("reading the index of " + describe());
        String release = new String(get(base + "Release"), StandardCharsets.UTF_8);
        List<Map<String, String>> stanzas = Stanzas.parse(release);
        String sums = stanzas.isEmpty() ? "" : stanzas.getFirst().getOrDefault("SHA256", "");
        for (String ending : List.of(".xz", ".gz", "")) {
            Optional<String> sum = sums.lines()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length == 3 && fields[2].equals(INDEX + ending))
                    .map(fields -> fields[0])
                    .findFirst();
            if (sum.isPresent()) {
                byte[] packed = get(base + INDEX + ending);
                String found = Sha256.of(packed);
                if (!found.equals(sum.get())) {
                    throw new FetchException(INDEX + ending + " has SHA256 " + found + "; expected: " + sum.get());
                }
                readPackages(packed, ending);
                return;
            }
        }
        throw new FetchException("the Release file of " + describe() + " has no SHA256 of " + INDEX);
    }

    private void readPackages(byte[] packed, String ending) throws IOException {
        InputStream raw = new ByteArrayInputStream(packed);
        try (InputStream in =
                        switch (ending) {
                            case ".xz" -> new XZInputStream(raw, XZ_MEMORY_KIB);
                            case ".gz" -> new GZIPInputStream(raw, 1 << 16);
                            default -> raw;
                        };
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Stanzas.parse(lines.lines(), this::add);
        } catch (UncheckedIOException damaged) {
            throw new FetchException("a damaged index of " + describe(), damaged);
        }
    }

    private void add(Map<String, String> stanza) {
        String name = stanza.getOrDefault("Package", "");
        if (!name.equals("busybox-static") && !name.startsWith("linux-image-")) {
            return;
        }
        try {
            packages.merge(
                    name,
                    DebPackage.of(stanza),
                    (a, b) -> DebVersion.ORDER.compare(a.version(), b.version()) >= 0 ? a : b);
        } catch (FetchException malformed) {
            progress.say("passed over: " + malformed.getMessage());
        }
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request(path), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            requireOk(response);
            byte[] bytes = body.readNBytes(LARGEST_INDEX);
            if (bytes.length == LARGEST_INDEX) {
                throw new FetchException(path + " has more than " + LARGEST_INDEX + " bytes");
            }
            return bytes;
        }
    }

    /** A path from an index must stay below the mirror. */
    private HttpRequest request(String path) throws FetchException {
        if (!path.matches("[A-Za-z0-9][A-Za-z0-9.+~_/:%-]*") || path.contains("..")) {
            throw new FetchException("the path '" + path + "' in an index; allowed: one below the mirror");
        }
        return HttpRequest.newBuilder(mirror.resolve("./" + path.replace(":", "%3a")))
                .timeout(Duration.ofMinutes(30))
                .build();
    }

    private static void requireOk(HttpResponse<?> response) throws FetchException {
        if (response.statusCode() != 200) {
            throw new FetchException(response.uri() + " answered " + response.statusCode() + "; expected: 200");
        }
    }
}
