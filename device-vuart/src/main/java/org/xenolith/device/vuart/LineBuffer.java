// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.vuart;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The line that the guest is writing. Only printable ASCII, newline and tab are kept; a line ends with a newline, or
 * with the 126th byte, which then gets a newline after it (Xen 4.23 behaviour). Guarded by the device's lock.
 */
final class LineBuffer {
    /** Bytes after which a line ends by itself. */
    static final int LIMIT = 126;

    private final byte[] bytes = new byte[LIMIT + 1];
    private int count;

    /**
     * Appends a byte unless it is filtered.
     *
     * @param value 0 to 255
     * @return whether the line is complete: it then ends with a newline and must be taken
     */
    boolean append(int value) {
        if (!printable(value)) {
            return false;
        }
        bytes[count++] = (byte) value;
        if (value == '\n') {
            return true;
        }
        if (count == LIMIT) {
            bytes[count++] = '\n';
            return true;
        }
        return false;
    }

    private static boolean printable(int value) {
        return value >= ' ' && value <= '~' || value == '\n' || value == '\t';
    }

    int count() {
        return count;
    }

    byte at(int index) {
        return bytes[index];
    }

    String text() {
        return new String(bytes, 0, count, StandardCharsets.US_ASCII);
    }

    void clear() {
        count = 0;
    }

    /** Returns what there is of an incomplete line. */
    byte[] save() {
        return Arrays.copyOf(bytes, count);
    }

    /** Restores an incomplete line, shorter than {@link #LIMIT}. */
    void restore(byte[] saved) {
        System.arraycopy(saved, 0, bytes, 0, saved.length);
        count = saved.length;
    }
}
