// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.vuart;

import java.util.Arrays;
import org.xenolith.api.console.ConsoleLine;

/** Output that the queue to the back end has had no room for. Guarded by the device's lock. */
final class WaitingOutput {
    /** Bytes of its own output that the device keeps. */
    static final int LIMIT = 4096;

    /** Bytes that wait at most, those that a predecessor left included. */
    static final int MOST = 8192;

    private final ConsoleLine console;
    private byte[] bytes = {};
    private int first;
    private int count;

    WaitingOutput(ConsoleLine console) {
        this.console = console;
    }

    /** Puts a byte behind what waits, into the queue if nothing does; false if it is lost. */
    boolean put(byte value) {
        if (count == 0 && console.put(value & 0xFF)) {
            return true;
        }
        if (count >= LIMIT) {
            return false;
        }
        if (first + count == bytes.length) {
            byte[] next = new byte[Math.min(MOST, Math.max(256, 2 * count))];
            System.arraycopy(bytes, first, next, 0, count);
            bytes = next;
            first = 0;
        }
        bytes[first + count++] = value;
        return true;
    }

    /** Moves what waits as far as there is room; tells whether something has moved. */
    boolean drain() {
        int before = count;
        while (count > 0 && console.put(bytes[first] & 0xFF)) {
            first++;
            count--;
        }
        if (count == 0) {
            first = 0;
        }
        return count != before;
    }

    /** Tells whether another line might not find room. */
    boolean nearlyFull() {
        return count > LIMIT - 2 * LineBuffer.LIMIT;
    }

    byte[] save() {
        return Arrays.copyOfRange(bytes, first, first + count);
    }

    /** Restores what {@link #save} returned; at most {@link #MOST} bytes. */
    void restore(byte[] saved) {
        bytes = saved.clone();
        first = 0;
        count = saved.length;
    }
}
