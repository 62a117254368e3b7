// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

/**
 * A bounded byte queue without locks, for one producer and one consumer at a time. Its array comes with the first byte.
 */
final class SingleProducerRing {
    private final int capacity;
    private final int mask;
    private byte[] bytes = {};
    private volatile long tail;
    private volatile long head;

    /**
     * Creates an empty queue.
     *
     * @param capacity bytes, 1 to 2^20
     */
    SingleProducerRing(int capacity) {
        if (capacity < 1 || capacity > 1 << 20) {
            throw new IllegalArgumentException("queue of " + capacity + " bytes, allowed: 1 to " + (1 << 20));
        }
        this.capacity = capacity;
        mask = Math.max(1, Integer.highestOneBit(capacity - 1) << 1) - 1;
    }

    int capacity() {
        return capacity;
    }

    int queued() {
        long taken = head;
        return (int) Math.min(capacity, tail - taken);
    }

    /** Returns how many bytes were ever put. */
    long produced() {
        return tail;
    }

    /** Returns how many bytes were ever taken. */
    long consumed() {
        return head;
    }

    /** Puts a byte; false if there is no room. Producer only. */
    boolean put(byte value) {
        long at = tail;
        if (at - head >= capacity) {
            return false;
        }
        if (bytes.length == 0) {
            bytes = new byte[mask + 1];
        }
        bytes[(int) at & mask] = value;
        tail = at + 1;
        return true;
    }

    /** Takes the oldest byte, or -1 if there is none. Consumer only. */
    int take() {
        long at = head;
        if (at == tail) {
            return -1;
        }
        int value = bytes[(int) at & mask] & 0xFF;
        head = at + 1;
        return value;
    }

    /** Takes as many bytes as there are and the array holds. Consumer only. */
    int take(byte[] target) {
        long at = head;
        int count = (int) Math.min(target.length, tail - at);
        for (int i = 0; i < count; i++) {
            target[i] = bytes[(int) (at + i) & mask];
        }
        head = at + count;
        return count;
    }
}
