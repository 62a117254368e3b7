// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.nio.file.Path;
import java.util.Map;

/** Where fetched files are kept [XDG Base Directory Specification]. */
public final class CacheFolder {
    private CacheFolder() {}

    /**
     * The cache folder: {@code $XENOLITH_CACHE}, which the start script sets to the project's own, or
     * {@code $XDG_CACHE_HOME/xenolith}, or {@code ~/.cache/xenolith}.
     *
     * @param environment of the process, as {@link System#getenv()} gives it
     * @param home the user's home folder
     */
    public static Path of(Map<String, String> environment, Path home) {
        String own = environment.getOrDefault("XENOLITH_CACHE", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        String base = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path folder = base.startsWith("/") ? Path.of(base) : home.resolve(".cache");
        return folder.resolve("xenolith");
    }
}
