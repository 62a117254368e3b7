// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

/** Is told what a fetch is doing, a line at a time. */
@FunctionalInterface
public interface Progress {
    /** @param line without a line's end */
    void say(String line);

    /** Tells nobody. */
    static Progress silent() {
        return line -> {};
    }

    /** Writes to the standard error stream. */
    static Progress onStandardError() {
        return System.err::println;
    }
}
