// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.reference;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The kernel of the transcripts and the root that reports, from the cache that {@code xenolith fetch debian-arm64} fills:
 * the folder in {@code XENOLITH_CACHE}, otherwise {@code cache} in the project.
 *
 * @param image Debian's kernel
 * @param ramdisk prints what the guest sees of its machine, then powers off
 */
record CachedKernel(Path image, Path ramdisk) {
    /** Debian builds an upstream release several times; the transcripts are of 6.1.192-2. */
    private static final Pattern BUILD =
            Pattern.compile("Linux version 6\\.1\\.0-\\d+-cloud-arm64 [^\n]* Debian 6\\.1\\.192-\\d+ ");

    /** Finds both; skips the test if they are not there, or of another upstream release. */
    static CachedKernel find() throws IOException {
        Path folder = folder();
        CachedKernel kernel = new CachedKernel(folder.resolve("vmlinuz"), folder.resolve("initrd-report.cpio.gz"));
        assumeTrue(
                Files.isRegularFile(kernel.image) && Files.isRegularFile(kernel.ramdisk),
                () -> folder + " has no kernel and report root; './xenolith fetch debian-arm64' would fetch them");
        String image = new String(Files.readAllBytes(kernel.image), StandardCharsets.ISO_8859_1);
        assumeTrue(
                BUILD.matcher(image).find(),
                () -> kernel.image + " is not of the transcripts' upstream release: " + BUILD);
        return kernel;
    }

    private static Path folder() {
        String configured = System.getenv().getOrDefault("XENOLITH_CACHE", "");
        Path project = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(project.resolve("guests/images"))) {
            Path above = project.getParent();
            if (above == null) {
                throw new IllegalStateException(
                        "not inside the project: " + Path.of("").toAbsolutePath());
            }
            project = above;
        }
        return (configured.isEmpty() ? project.resolve("cache") : project.resolve(configured)).resolve("debian-arm64");
    }
}
