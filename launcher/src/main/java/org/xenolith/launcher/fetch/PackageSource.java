// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.io.IOException;
import java.nio.file.Path;

/** Where packages come from. */
sealed interface PackageSource permits AptSource, MirrorSource {
    /** What the source is, for a progress line. */
    String describe();

    /** The newest version of a package for arm64. */
    DebPackage find(String name) throws IOException, InterruptedException;

    /** Brings a package into a folder; its checksum is right. */
    Path download(DebPackage wanted, Path folder) throws IOException, InterruptedException;
}
