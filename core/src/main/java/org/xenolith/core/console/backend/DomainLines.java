// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console.backend;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What Xen's console makes of the bytes of a guest whose UART has its back end in the hypervisor: lines with the domain's
 * name in front, at most 126 bytes of a guest in each; from the domain that has the console's input, the bytes as they
 * come. Nothing is filtered, but text ends at a zero byte (Xen 4.23 behaviour).
 *
 * <p>For one thread at a time.
 */
final class DomainLines {
    /** Takes what is printed at once. */
    @FunctionalInterface
    interface Printer {
        void print(byte[] bytes, int offset, int length);
    }

    private static final int LONGEST = 126;

    private final byte[] record;
    private final int text;
    private final Printer printer;
    private int end;
    private boolean focus;

    /**
     * Begins with an empty line and without the console's input.
     *
     * @param domain the domain's id, from 0
     */
    DomainLines(int domain, Printer printer) {
        byte[] prefix = ("DOM" + domain + ": ").getBytes(StandardCharsets.US_ASCII);
        text = prefix.length;
        end = text;
        record = Arrays.copyOf(prefix, text + LONGEST + 1);
        this.printer = printer;
    }

    /** The domain gets the console's input, or loses it. */
    void focus(boolean gained) {
        focus = gained;
    }

    /** Takes a byte from the guest. */
    void accept(byte value) {
        record[end++] = value;
        if (focus && end == text + 1) {
            flush(text);
        } else if (focus || value == '\n' || end == text + LONGEST) {
            if (value != '\n') {
                record[end++] = '\n';
            }
            flush(focus ? text : 0);
        }
    }

    private void flush(int from) {
        int to = text;
        while (to < end && record[to] != 0) {
            to++;
        }
        printer.print(record, from, to - from);
        end = text;
    }
}
