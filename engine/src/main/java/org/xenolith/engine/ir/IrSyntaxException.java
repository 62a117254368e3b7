// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

/** A text is not the form of a block. */
public final class IrSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    IrSyntaxException(int line, String reason) {
        super("line " + line + ": " + reason);
        this.line = line;
    }

    /** Returns the number of the line that is wrong, from 1. */
    public int line() {
        return line;
    }
}
