// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleSink;

/** Looks for a pattern in a guest's output, line by line, the unfinished line included. */
final class ConsoleMatcher implements ConsoleSink {
    private static final int LONGEST_LINE = 64 * 1024;

    private final Pattern pattern;
    private long bytes;
    private final StringBuilder line = new StringBuilder();
    private final CompletableFuture<String> found = new CompletableFuture<>();

    ConsoleMatcher(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Completes with the line when one matches. */
    CompletableFuture<String> found() {
        return found;
    }

    /** Waits until everything that the guest gave has arrived here, at most two seconds. */
    synchronized void await(Console console) throws InterruptedException {
        long deadline = System.nanoTime() + 2_000_000_000L;
        while (bytes < console.counters().out() && System.nanoTime() < deadline) {
            wait(10);
        }
    }

    @Override
    public synchronized void accept(byte[] data, int offset, int length) {
        bytes += length;
        notifyAll();
        if (found.isDone()) {
            return;
        }
        for (char c : new String(data, offset, length, StandardCharsets.ISO_8859_1).toCharArray()) {
            if (c == '\n' || line.length() == LONGEST_LINE) {
                look();
                line.setLength(0);
            } else if (c != '\r') {
                line.append(c);
            }
        }
        look();
    }

    private void look() {
        if (pattern.matcher(line).find()) {
            found.complete(line.toString());
        }
    }
}
