// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The bundle that carries a test class into the framework. */
final class Probe {
    /** The probe's symbolic name. */
    static final String NAME = "org.xenolith.testkit.probe";

    private final Set<File> roots = new LinkedHashSet<>();
    private final Set<String> packages = new LinkedHashSet<>();

    /** Takes the packages of a test class and of its superclasses from where they lie on the class path. */
    Probe(Class<?> test, String... further) {
        for (Class<?> c = test; c != null && c != Object.class; c = c.getSuperclass()) {
            packages.add(c.getPackageName());
            roots.add(root(c));
        }
        packages.addAll(Set.of(further));
    }

    private static File root(Class<?> c) {
        return new File(
                URI.create(c.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /**
     * Builds the bundle. It imports nothing by itself: what its classes use is wired on first use, so a test may name
     * packages that come and go.
     */
    byte[] build() throws Exception {
        try (Builder builder = new Builder()) {
            builder.setClasspath(roots.toArray(File[]::new));
            builder.setProperty("Bundle-SymbolicName", NAME);
            builder.setProperty("Bundle-Version", "1.0.0");
            builder.setProperty(
                    "Private-Package", packages.stream().map(p -> p + ".*").collect(Collectors.joining(",")));
            builder.setProperty("Import-Package", "!*");
            builder.setProperty("DynamicImport-Package", "*");
            Jar jar = builder.build();
            if (!builder.getErrors().isEmpty()) {
                throw new IllegalStateException("cannot build the probe bundle: " + builder.getErrors());
            }
            jar.getManifest().getMainAttributes().putValue("Bundle-Activator", ProbeActivator.class.getName());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            jar.write(out);
            return out.toByteArray();
        }
    }
}
