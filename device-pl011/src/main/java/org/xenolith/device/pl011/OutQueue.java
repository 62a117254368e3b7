// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.util.Arrays;
import org.xenolith.api.console.ConsoleLine;

/**
 * The queue to the back end, and before it what a predecessor had accepted but could not put there. As long as something
 * waits the queue counts as full; bytes that the guest writes meanwhile line up behind. Guarded by the device's lock.
 */
final class OutQueue {
    /** Bytes that wait at most. */
    static final int LIMIT = 8192;

    /**
     * Half of the 32-byte FIFO that drivers of the generic UART assume: what they write without looking, once they have
     * been told of room.
     */
    static final int HALF_FIFO = 16;

    private final ConsoleLine line;
    private byte[] waiting = {};
    private int first;
    private int count;
    private boolean inherited;

    OutQueue(ConsoleLine line) {
        this.line = line;
    }

    /**
     * Takes over from a predecessor.
     *
     * @param bytes what it had accepted; at most {@link #LIMIT}
     * @param inherited it may have filled the queue without the guest having been told: until half a FIFO has room no byte
     *     is dropped, since the guest may still be acting on what it knew
     */
    void adopt(byte[] bytes, boolean inherited) {
        waiting = bytes.clone();
        first = 0;
        count = bytes.length;
        this.inherited = inherited;
    }

    /** Returns how many bytes are queued. */
    int level() {
        return count > 0 ? line.outCapacity() : Math.min(line.outQueued(), line.outCapacity());
    }

    /** Tells whether something waits for room. */
    boolean blocked() {
        return count > 0;
    }

    /** Puts a byte; false if it has no room and is dropped. */
    boolean put(int value) {
        if (count == 0 && line.put(value)) {
            inherited = inherited && isTight();
            return true;
        }
        if ((count > 0 || inherited) && count < LIMIT) {
            append((byte) value);
            return true;
        }
        return false;
    }

    private boolean isTight() {
        return line.outQueued() > Math.max(0, line.outCapacity() - HALF_FIFO);
    }

    private void append(byte value) {
        if (first + count == waiting.length) {
            byte[] next = new byte[Math.min(LIMIT, Math.max(64, 2 * count))];
            System.arraycopy(waiting, first, next, 0, count);
            waiting = next;
            first = 0;
        }
        waiting[first + count++] = value;
    }

    /** Moves what waits as far as there is room; tells whether something has moved. */
    boolean drain() {
        int before = count;
        while (count > 0 && line.put(waiting[first])) {
            first++;
            count--;
        }
        if (count == 0) {
            inherited = inherited && isTight();
            first = 0;
        }
        return count != before;
    }

    /** Returns what waits. */
    byte[] waiting() {
        return Arrays.copyOfRange(waiting, first, first + count);
    }

    boolean inherited() {
        return inherited;
    }
}
