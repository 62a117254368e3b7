// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import java.nio.file.Path;

/**
 * One thing that is wrong, or of no effect, in a guest file.
 *
 * @param file the guest file
 * @param line 1 for the first line
 * @param column 1 for the first UTF-16 unit of the line
 * @param found what stands there
 * @param allowed what may stand there, or what is done instead
 */
public record ConfigProblem(Path file, int line, int column, String found, String allowed) {
    static ConfigProblem at(Path file, Position at, String found, String allowed) {
        return new ConfigProblem(file, at.line(), at.column(), found, allowed);
    }

    /** {@code file:line:column: found ...; allowed: ...}, the form that editors jump to. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": found " + found + "; allowed: " + allowed;
    }
}
