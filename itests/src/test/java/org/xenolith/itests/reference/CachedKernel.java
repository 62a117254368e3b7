// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.reference;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel of the transcripts and the root that reports, from the cache that {@code xenolith fetch debian-arm64} fills:
 * the folder in {@code XENOLITH_CACHE}, otherwise {@code cache} in the project.
 *
 * @param image Debian's kernel
 * @param ramdisk prints what the guest sees of its machine, then powers off
 */
record CachedKernel(Path image, Path ramdisk) {
    private static final String RELEASE = "Linux version 6.1.0-56-cloud-arm64 ";
    private static final String PACKAGE = " Debian 6.1.192-2 ";

    /** Finds both; skips the test if they are not there, or of another version. */
    static CachedKernel find() throws IOException {
        Path folder = folder();
        CachedKernel kernel = new CachedKernel(folder.resolve("vmlinuz"), folder.resolve("initrd-report.cpio.gz"));
        assumeTrue(
                Files.isRegularFile(kernel.image) && Files.isRegularFile(kernel.ramdisk),
                () -> folder + " has no kernel and report root; './xenolith fetch debian-arm64' would fetch them");
        String image = new String(Files.readAllBytes(kernel.image), StandardCharsets.ISO_8859_1);
        assumeTrue(
                image.contains(RELEASE) && image.contains(PACKAGE),
                () -> kernel.image + " is not the kernel of the transcripts, " + RELEASE + PACKAGE);
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
