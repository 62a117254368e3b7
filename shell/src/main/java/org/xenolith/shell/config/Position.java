// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/**
 * A place in a text file.
 *
 * @param line 1 for the first line
 * @param column 1 for the first UTF-16 unit of the line
 */
public record Position(int line, int column) {
    /** The first character of a file; also where something that is missing altogether is reported. */
    public static final Position START = new Position(1, 1);

    public Position {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("line " + line + ", column " + column + "; both count from 1");
        }
    }
}
