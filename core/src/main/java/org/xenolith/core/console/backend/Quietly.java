// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console.backend;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Closes what need not tell of its end. */
final class Quietly {
    private Quietly() {}

    static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
