// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import org.jspecify.annotations.Nullable;

/** Where the host writes what its operator may want to know. Any thread. */
@FunctionalInterface
public interface HostLog {
    /** How much a line matters. */
    enum Level {
        /** Something happened as it should. */
        INFO,
        /** Something did not work; the host goes on. */
        WARNING
    }

    /**
     * Writes a line.
     *
     * @param cause what went wrong, null if nothing did
     */
    void write(Level level, String message, @Nullable Throwable cause);

    /** Writes a line about something that went as it should. */
    default void info(String message) {
        write(Level.INFO, message, null);
    }

    /** Writes a line about something that did not work. */
    default void warn(String message, Throwable cause) {
        write(Level.WARNING, message, cause);
    }
}
