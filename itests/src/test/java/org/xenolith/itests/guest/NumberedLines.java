// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import java.nio.charset.StandardCharsets;
import org.xenolith.api.console.ConsoleSink;

/**
 * Checks the output of the guest {@code uart-duplex} as it comes: after the line that says it is ready, lines of eight
 * hexadecimal digits that count up, and then a line of results. A carriage return does not count, since not every UART
 * passes it on.
 */
final class NumberedLines implements ConsoleSink {
    private static final String READY = "uart-duplex: ready";
    private static final String DONE = "uart-duplex: done";

    private final StringBuilder line = new StringBuilder();
    private boolean begun;
    private long next;
    private String wrong = "";
    private String result = "";

    @Override
    public synchronized void accept(byte[] bytes, int offset, int length) {
        for (byte b :
                new String(bytes, offset, length, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1)) {
            if (b == '\n') {
                end(line.toString());
                line.setLength(0);
            } else if (b != '\r') {
                line.append((char) (b & 0xFF));
            }
        }
        notifyAll();
    }

    private void end(String text) {
        if (!begun) {
            begun = text.endsWith(READY);
        } else if (text.startsWith(DONE)) {
            result = text;
        } else {
            String expected = String.format("%08x", next++);
            if (wrong.isEmpty() && !text.equals(expected)) {
                wrong = "line \"" + text + "\", expected \"" + expected + "\"";
            }
        }
    }

    synchronized boolean begun() {
        return begun;
    }

    /** How many lines there were. */
    synchronized long lines() {
        return next;
    }

    /** The first line that was not the expected one; empty if all were. */
    synchronized String wrong() {
        return wrong;
    }

    /** The line of results, empty as long as it has not come. */
    synchronized String result() {
        return result;
    }

    /** A number in the line of results. */
    synchronized long field(String name) {
        for (String word : result.split(" ", -1)) {
            if (word.startsWith(name + "=")) {
                return Long.parseLong(word.substring(name.length() + 1));
            }
        }
        throw new AssertionError("no " + name + " in \"" + result + "\"");
    }

    /** Waits for more output. */
    synchronized void awaitMore(long millis) throws InterruptedException {
        wait(millis);
    }
}
