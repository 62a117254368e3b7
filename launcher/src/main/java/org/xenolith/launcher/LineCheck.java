// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleSink;

/** Checks that a guest's output is lines numbered from 1, each of them there once and in order. */
final class LineCheck implements ConsoleSink {
    private static final String LINE = "line %06d the quick brown fox jumps over the lazy dog";
    private static final String LAST = "lines: done n=%d";

    private final int expected;
    private final StringBuilder line = new StringBuilder();
    private long good;
    private long wrong;
    private long bytes;
    private boolean complete;

    LineCheck(int expected) {
        this.expected = expected;
    }

    @Override
    public synchronized void accept(byte[] data, int offset, int length) {
        bytes += length;
        for (char c : new String(data, offset, length, StandardCharsets.ISO_8859_1).toCharArray()) {
            if (c == '\n') {
                check();
                line.setLength(0);
            } else if (c != '\r') {
                line.append(c);
            }
        }
        notifyAll();
    }

    private void check() {
        String text = line.toString();
        String wanted = good < expected ? String.format(LINE, good + 1) : String.format(LAST, expected);
        if (!text.equals(wanted)) {
            wrong += Math.max(1, Math.abs(wanted.length() - text.length()));
        } else if (good < expected) {
            good++;
        } else {
            complete = true;
        }
    }

    /** Waits until a number of lines has come, or the guest has ended. */
    synchronized void awaitLine(long number, CompletableFuture<?> ended) throws InterruptedException {
        while (good + (wrong > 0 ? expected : 0) < number && !ended.isDone()) {
            wait(10);
        }
    }

    /** Waits until everything that the guest gave has arrived. */
    synchronized void await(Console console) throws InterruptedException {
        long deadline = System.nanoTime() + 2_000_000_000L;
        while (bytes < console.counters().out() && System.nanoTime() < deadline) {
            wait(10);
        }
    }

    synchronized long good() {
        return good;
    }

    /** Tells whether the guest's last line has come, after all others. */
    synchronized boolean complete() {
        return complete;
    }

    /** Returns how many bytes, at least, are missing or wrong. */
    synchronized long wrong() {
        return wrong;
    }

    synchronized long bytes() {
        return bytes;
    }

    @Override
    public synchronized String toString() {
        return good + " lines in order, " + wrong + " bytes wrong";
    }
}
