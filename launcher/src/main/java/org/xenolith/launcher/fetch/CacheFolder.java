// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.nio.file.Path;
import java.util.Map;

/** Where fetched files are kept [XDG Base Directory Specification]. */
public final class CacheFolder {
    private CacheFolder() {}

    /**
     * The user's cache folder for this project: {@code $XDG_CACHE_HOME/xenolith}, or {@code ~/.cache/xenolith}.
     *
     * @param environment of the process, as {@link System#getenv()} gives it
     * @param home the user's home folder
     */
    public static Path of(Map<String, String> environment, Path home) {
        String base = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path folder = base.startsWith("/") ? Path.of(base) : home.resolve(".cache");
        return folder.resolve("xenolith");
    }
}
