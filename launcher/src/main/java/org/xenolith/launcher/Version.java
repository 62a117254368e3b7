// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import picocli.CommandLine.IVersionProvider;

/** The version, from the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"xenolith " + (version == null ? "(not packaged)" : version)};
    }
}
