// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.xenolith.testkit.ClassPathBundles;

/** The bundles of the project: where their classes lie, and which of the others each may name. */
final class Modules {
    /** Symbolic names; a bundle's packages are the one of that name and those below. */
    private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

    static {
        String api = "org.xenolith.api";
        MAY_USE.put(api, List.of());
        MAY_USE.put("org.xenolith.engine", List.of(api));
        MAY_USE.put("org.xenolith.core", List.of(api));
        MAY_USE.put("org.xenolith.platform.arm", List.of(api, "org.xenolith.engine"));
        MAY_USE.put("org.xenolith.device.pl011", List.of(api));
        MAY_USE.put("org.xenolith.device.vuart", List.of(api));
        MAY_USE.put("org.xenolith.service.ffa", List.of(api));
        MAY_USE.put("org.xenolith.partition.echo", List.of(api));
        MAY_USE.put("org.xenolith.partition.kv", List.of(api));
        MAY_USE.put("org.xenolith.partition.script", List.of(api));
        MAY_USE.put("org.xenolith.shell", List.of(api));
        MAY_USE.put("org.xenolith.launcher", List.of(api));
        MAY_USE.put("org.xenolith.testkit", List.of(api));
    }

    private Modules() {}

    /** Every bundle of the project. */
    static List<String> names() {
        return List.copyOf(MAY_USE.keySet());
    }

    /** The bundles whose packages a bundle's classes may name, besides their own. */
    static List<String> allowed(String name) {
        return MAY_USE.get(name);
    }

    /** The jar or the folder of a bundle's classes. */
    static Path location(String name) {
        return bundles().location(name);
    }

    /** The bundles on the class path. */
    static ClassPathBundles bundles() {
        return ClassPathBundles.of(Modules.class.getClassLoader());
    }

    /** The classes of a bundle, without those nested in it as jars. */
    static JavaClasses classes(String name) {
        Path location = location(name);
        if (Files.isDirectory(location)) {
            return new ClassFileImporter().importPath(location);
        }
        try (JarFile jar = new JarFile(location.toFile())) {
            return new ClassFileImporter().importJar(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
