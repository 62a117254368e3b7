// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osgi.service.component.annotations.Component;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleBackend;

/** Appends a console's output to a file; the target is its path. The output kept from before comes first. */
@Component(property = ConsoleBackend.TYPE + "=file")
public final class FileBackend implements ConsoleBackend {
    @Override
    public Connection connect(Console console, String target) throws IOException {
        if (target.isEmpty()) {
            throw new IllegalArgumentException("console back end file: no path");
        }
        Path path = Path.of(target);
        OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new StreamConnection(
                "file " + path, console, InputStream.nullInputStream(), out, true, () -> Quietly.close(out));
    }
}
