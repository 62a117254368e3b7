// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

/** The user's input cannot be used; the message says what was found and what is allowed. Exit code 64. */
final class BadInput extends Exception {
    private static final long serialVersionUID = 1L;

    BadInput(String message) {
        super(message);
    }
}
