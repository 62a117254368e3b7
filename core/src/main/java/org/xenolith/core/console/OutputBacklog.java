// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

import java.util.Arrays;

/**
 * Output that the guest has got rid of and the sinks have not got yet, in counted time: there the guest must not notice
 * how fast the sinks are. It grows up to a limit.
 */
final class OutputBacklog {
    /** Bytes that wait at most. */
    static final int LIMIT = 16 << 20;

    private byte[] bytes = {};
    private int size;

    /** Appends bytes; returns how many did not fit and are lost. */
    synchronized int append(byte[] source, int length) {
        int taken = Math.min(length, LIMIT - size);
        if (size + taken > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(LIMIT, Math.max(1024, 2 * (size + taken))));
        }
        System.arraycopy(source, 0, bytes, size, taken);
        size += taken;
        return length - taken;
    }

    synchronized boolean isEmpty() {
        return size == 0;
    }

    /** Takes everything. */
    synchronized byte[] take() {
        byte[] all = Arrays.copyOf(bytes, size);
        bytes = new byte[0];
        size = 0;
        return all;
    }
}
