// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Manifest;

/** The packages that the launcher shares with the bundles: what the API's manifest exports. */
final class SharedPackages {
    private SharedPackages() {}

    static String all() {
        try (InputStream in = SharedPackages.class.getResourceAsStream("/api.MANIFEST.MF")) {
            if (in == null) {
                throw new IllegalStateException("the API's manifest is missing in the jar");
            }
            String exports = new Manifest(in).getMainAttributes().getValue("Export-Package");
            return withoutUses(exports);
        } catch (IOException e) {
            throw new IllegalStateException("the API's manifest cannot be read", e);
        }
    }

    /** Drops the uses directives, which the framework's property does not take well. */
    private static String withoutUses(String exports) {
        return exports.replaceAll(";uses:=\"[^\"]*\"", "");
    }
}
