// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A package as its index describes it.
 *
 * @param depends the dependencies, as the index writes them
 * @param filename where it lies in its archive
 * @param sha256 64 lower-case hexadecimal digits
 */
record DebPackage(String name, String version, String depends, String filename, String sha256) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.+:~_-]+");

    /** Takes a package out of a stanza of an index. */
    static DebPackage of(Map<String, String> stanza) throws FetchException {
        DebPackage found = new DebPackage(
                stanza.getOrDefault("Package", ""),
                stanza.getOrDefault("Version", ""),
                stanza.getOrDefault("Depends", ""),
                stanza.getOrDefault("Filename", ""),
                stanza.getOrDefault("SHA256", ""));
        if (!PLAIN.matcher(found.name).matches()
                || !PLAIN.matcher(found.version).matches()
                || !found.sha256.matches("[0-9a-f]{64}")) {
            throw new FetchException("package '" + found.name + "' version '" + found.version + "' SHA256 '"
                    + found.sha256 + "'; allowed: all three, in Debian's form");
        }
        return found;
    }

    /** The name of the first dependency that a pattern matches whole. */
    String dependency(Pattern wanted) throws FetchException {
        for (String alternatives : depends.split("[,|]")) {
            Matcher matcher =
                    wanted.matcher(alternatives.replaceFirst("\\(.*", "").trim());
            if (matcher.matches()) {
                return matcher.group();
            }
        }
        throw new FetchException(name + " depends on '" + depends + "'; expected: " + wanted);
    }
}
