// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.jar.JarInputStream;

/** The packages that the launcher shares with the bundles: what the API's manifest exports. */
final class SharedPackages {
    private SharedPackages() {}

    /**
     * Returns the packages with their versions.
     *
     * @param api the name of the nested API jar
     */
    static String of(String api) {
        try (InputStream in = SharedPackages.class.getResourceAsStream(api)) {
            if (in == null) {
                throw new IllegalStateException(api + " is missing in the jar");
            }
            try (JarInputStream jar = new JarInputStream(in)) {
                return withoutUses(jar.getManifest().getMainAttributes().getValue("Export-Package"));
            }
        } catch (IOException e) {
            throw new IllegalStateException(api + " cannot be read", e);
        }
    }

    /** Drops the uses directives, which the framework's property does not take well. */
    private static String withoutUses(String exports) {
        return exports.replaceAll(";uses:=\"[^\"]*\"", "");
    }
}
