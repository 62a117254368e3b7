// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleSink;

/**
 * This process's terminal as a guest's console: raw while it is open, so that the guest gets every key; Ctrl-] is ours.
 * Where standard input is not a terminal it is handed over as it is.
 */
final class Terminal implements ConsoleSink, AutoCloseable {
    private static final int ESCAPE = 0x1D;

    private final PrintStream out;
    private final String saved;

    private Terminal(PrintStream out, String saved) {
        this.out = out;
        this.saved = saved;
    }

    /**
     * Opens the terminal.
     *
     * @param console takes what is typed
     * @param escaped runs when Ctrl-] is typed
     */
    static Terminal open(Console console, Runnable escaped) {
        String saved = System.console() != null && System.console().isTerminal() ? stty("-g") : "";
        if (!saved.isEmpty()) {
            stty("raw", "-echo");
        }
        Terminal terminal = new Terminal(System.out, saved);
        Thread reader = new Thread(() -> pump(System.in, console, escaped, !saved.isEmpty()), "xenolith-terminal");
        reader.setDaemon(true);
        reader.start();
        return terminal;
    }

    private static void pump(InputStream in, Console console, Runnable escaped, boolean raw) {
        byte[] buffer = new byte[4096];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; raw && i < n; i++) {
                    if (buffer[i] == ESCAPE) {
                        escaped.run();
                        return;
                    }
                }
                console.input(java.util.Arrays.copyOf(buffer, n));
            }
        } catch (IOException e) {
            System.err.println("xenolith: standard input: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        out.write(bytes, offset, length);
        out.flush();
    }

    @Override
    public void close() {
        if (!saved.isEmpty()) {
            stty(saved);
        }
    }

    private static String stty(String... arguments) {
        try {
            java.util.List<String> command = new java.util.ArrayList<>(java.util.List.of("stty"));
            command.addAll(java.util.List.of(arguments));
            Process p = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(p.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
            return p.waitFor() == 0 ? answer.trim() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
