// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console.backend;

import java.io.InputStream;
import java.io.OutputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleBackend;

/** Connects a console with the host's standard output, and with its standard input if the target is {@code in}. */
@Component(property = ConsoleBackend.TYPE + "=stdio")
public final class StandardStreams implements ConsoleBackend {
    private final InputStream in;
    private final OutputStream out;

    /** Takes the host's streams. */
    @Activate
    @SuppressWarnings("SystemOut") // that is what it is for
    public StandardStreams() {
        this(System.in, System.out);
    }

    StandardStreams(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Connection connect(Console console, String target) {
        if (!target.isEmpty() && !target.equals("in")) {
            throw new IllegalArgumentException("console back end stdio: target " + target + ", allowed: in, or none");
        }
        InputStream typed = target.isEmpty() ? InputStream.nullInputStream() : in;
        return new StreamConnection("stdio", console, typed, out, true, () -> {});
    }
}
