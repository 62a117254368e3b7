// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a cache folder holds: a text file with the packages' versions and the SHA-256 of every file.
 *
 * @param version of the kernel's package
 * @param recipe of the initial file systems
 * @param files names in the folder, with their checksums
 * @param packages names of packages, with version and checksum
 */
record CacheIndex(String version, String recipe, Map<String, String> files, Map<String, String> packages) {
    private static final String NAME = "index";
    private static final String HEAD = "xenolith cache 1";

    CacheIndex {
        files = Map.copyOf(files);
        packages = Map.copyOf(packages);
    }

    static Path in(Path folder) {
        return folder.resolve(NAME);
    }

    String text() {
        StringBuilder text = new StringBuilder(HEAD + "\n");
        text.append("version ")
                .append(version)
                .append("\nrecipe ")
                .append(recipe)
                .append('\n');
        new TreeMap<>(packages).forEach((name, facts) -> text.append("package ")
                .append(name)
                .append(' ')
                .append(facts)
                .append('\n'));
        new TreeMap<>(files).forEach((name, sum) -> text.append("file ")
                .append(name)
                .append(' ')
                .append(sum)
                .append('\n'));
        return text.toString();
    }

    /** The index of a folder, if it has one that is whole. */
    static Optional<CacheIndex> read(Path folder) throws IOException {
        Path index = in(folder);
        if (!Files.isRegularFile(index)) {
            return Optional.empty();
        }
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, String> files = new LinkedHashMap<>();
        Map<String, String> packages = new LinkedHashMap<>();
        for (String line : Files.readAllLines(index)) {
            String[] words = line.split(" ", 3);
            if (words.length == 3 && words[0].equals("file") && words[1].matches("[A-Za-z0-9._+-]+")) {
                files.put(words[1], words[2]);
            } else if (words.length == 3 && words[0].equals("package")) {
                packages.put(words[1], words[2]);
            } else if (words.length >= 2) {
                facts.put(words[0], line.substring(words[0].length() + 1));
            }
        }
        if (!"cache 1".equals(facts.get("xenolith")) || !facts.containsKey("version") || !facts.containsKey("recipe")) {
            return Optional.empty();
        }
        return Optional.of(new CacheIndex(facts.get("version"), facts.get("recipe"), files, packages));
    }

    /** Whether a file is in the folder with the checksum that the index gives it. */
    boolean holds(Path folder, String name) throws IOException {
        String sum = files.get(name);
        Path file = folder.resolve(name);
        return sum != null && Files.isRegularFile(file) && Sha256.of(file).equals(sum);
    }
}
