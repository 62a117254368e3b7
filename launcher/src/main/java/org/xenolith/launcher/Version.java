// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import picocli.CommandLine.IVersionProvider;

/** The version, from the jar's manifest. */
final class Version implements IVersionProvider {
    /** The project's version. */
    static final String PROJECT = project();

    private static String project() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"xenolith " + PROJECT};
    }
}
