// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import aQute.bnd.header.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * The bundles on a class path: jars, or folders of classes, whose manifest has a {@code Bundle-SymbolicName}.
 *
 * <p>Immutable. Where a name occurs twice, the first on the class path counts.
 */
public final class ClassPathBundles {
    private record Entry(Path location, Attributes manifest) {}

    private final Map<String, Entry> entries;

    private ClassPathBundles(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /**
     * Reads the manifests that a class loader sees.
     *
     * @param loader where to look, its parents included
     * @return the bundles found
     * @throws UncheckedIOException if a manifest cannot be read
     */
    public static ClassPathBundles of(ClassLoader loader) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try {
            for (URL manifest : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
                URLConnection connection = manifest.openConnection();
                connection.setUseCaches(false);
                try (InputStream in = connection.getInputStream()) {
                    Attributes attributes = new Manifest(in).getMainAttributes();
                    String name = attributes.getValue("Bundle-SymbolicName");
                    if (name != null) {
                        String bare = name.replaceFirst(";.*", "").strip();
                        entries.putIfAbsent(bare, new Entry(location(connection), attributes));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the manifests of the class path", e);
        }
        return new ClassPathBundles(entries);
    }

    private static Path location(URLConnection manifest) {
        if (manifest instanceof JarURLConnection jar) {
            return Path.of(URI.create(jar.getJarFileURL().toString()));
        }
        Path file = Path.of(URI.create(manifest.getURL().toString()));
        return file.resolve("../..").normalize();
    }

    /**
     * The bundles that a pattern names, in the order of the class path.
     *
     * @param pattern a symbolic name; a {@code *} at its end stands for any rest
     * @return symbolic names, at least one
     * @throws NoSuchElementException if there is no such bundle on the class path
     */
    public List<String> matching(String pattern) {
        List<String> names =
                entries.keySet().stream().filter(name -> matches(pattern, name)).toList();
        if (names.isEmpty()) {
            throw new NoSuchElementException("no bundle " + pattern + " on the class path; there are: " + names());
        }
        return names;
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    /**
     * The symbolic names of all bundles, in the order of the class path.
     *
     * @return the names
     */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /**
     * Where a bundle lies.
     *
     * @param symbolicName the bundle's name
     * @return an absolute path of a jar or of a folder
     * @throws NoSuchElementException if there is no such bundle on the class path
     */
    public Path location(String symbolicName) {
        return entry(symbolicName).location();
    }

    /**
     * The location to install a bundle from, without copying it.
     *
     * @param symbolicName the bundle's name
     * @return a {@code reference:file:} address for {@code BundleContext.installBundle}
     * @throws NoSuchElementException if there is no such bundle on the class path
     */
    public String reference(String symbolicName) {
        return "reference:" + location(symbolicName).toUri().toString().replaceFirst("^file:/+", "file:/");
    }

    /**
     * The packages that a bundle exports.
     *
     * @param symbolicName the bundle's name
     * @return package names, empty if it exports none
     * @throws NoSuchElementException if there is no such bundle on the class path
     */
    public List<String> exports(String symbolicName) {
        return List.copyOf(new Parameters(header(symbolicName, "Export-Package")).keySet());
    }

    /** A header of the bundle's manifest; empty where it has none. */
    String header(String symbolicName, String header) {
        String value = entry(symbolicName).manifest().getValue(header);
        return value == null ? "" : value;
    }

    private Entry entry(String symbolicName) {
        Entry entry = entries.get(symbolicName);
        if (entry == null) {
            throw new NoSuchElementException("no bundle " + symbolicName + " on the class path; there are: " + names());
        }
        return entry;
    }
}
