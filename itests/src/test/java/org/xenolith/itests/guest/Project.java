// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files lie that the tests run: in the project's folder, which is that of the tests or one above it. */
public final class Project {
    private Project() {}

    /** The project's root folder. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("guests/images"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "no folder guests/images beside or above " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }

    /** One of the project's own guests, such as {@code lines}. */
    static Path guest(String name) {
        return root().resolve("guests/images/" + name + ".bin");
    }

    /**
     * A file of Debian's arm64 kernel and root, from the cache that the {@code fetch} command fills: the folder in
     * {@code XENOLITH_CACHE}, otherwise {@code cache} in the project. The test is skipped if it is not there.
     */
    static Path debian(String name) {
        String configured = System.getenv().getOrDefault("XENOLITH_CACHE", "");
        Path cache = configured.isEmpty() ? root().resolve("cache") : root().resolve(configured);
        Path file = cache.resolve("debian-arm64").resolve(name);
        assumeTrue(
                Files.isRegularFile(file),
                () -> file + " is not there; './xenolith fetch debian-arm64' would fetch it");
        return file;
    }
}
