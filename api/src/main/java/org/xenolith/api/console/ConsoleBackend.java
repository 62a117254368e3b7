// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.console;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service that connects consoles with something outside: a file, a socket, the host's own streams. Any number of
 * connections may be at a console at once; each gets every byte.
 */
@ConsumerType
public interface ConsoleBackend {
    /** The service property that names the sort of back end, such as {@code tcp}. */
    String TYPE = "xenolith.console.backend";

    /**
     * Connects a console.
     *
     * @param target what the sort needs, such as a path or a port number; may be empty
     * @return the connection; closing it ends it
     * @throws IOException if the target cannot be opened
     * @throws IllegalArgumentException if the target makes no sense
     */
    Connection connect(Console console, String target) throws IOException;

    /** A connection. Any thread may call. */
    @ConsumerType
    interface Connection extends AutoCloseable {
        /** Says what is connected, for people. */
        String describe();

        /** Returns what went over the connection so far. */
        Traffic traffic();

        @Override
        void close();
    }

    /**
     * What went over a connection.
     *
     * @param out bytes from the guest that were passed on
     * @param in bytes that were handed to the guest
     * @param dropped bytes from the guest that were lost because the far end was gone or too slow
     */
    record Traffic(long out, long in, long dropped) {}
}
