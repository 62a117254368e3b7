// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

/** A FIFO of characters: data in bits 7:0, errors as in RSR in bits 11:8. Guarded by the device's lock. */
final class CharacterFifo {
    /** Characters that any revision holds at most. */
    static final int CAPACITY = 32;

    private final short[] characters = new short[CAPACITY];
    private int first;
    private int count;

    int count() {
        return count;
    }

    /** Appends a character; the caller has checked that there is room. */
    void push(int character) {
        characters[(first + count++) % CAPACITY] = (short) character;
    }

    /** Takes the oldest character; the caller has checked that there is one. */
    int pop() {
        int character = peek();
        first = (first + 1) % CAPACITY;
        count--;
        return character;
    }

    /** Returns the oldest character; the caller has checked that there is one. */
    int peek() {
        return characters[first];
    }

    /** Returns the characters, oldest first, two bytes each, little endian. */
    byte[] save() {
        byte[] saved = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            int character = characters[(first + i) % CAPACITY];
            saved[2 * i] = (byte) character;
            saved[2 * i + 1] = (byte) (character >> 8);
        }
        return saved;
    }

    /** Restores what {@link #save} returned; at most twice {@link #CAPACITY} bytes count. */
    void restore(byte[] saved) {
        first = 0;
        count = 0;
        for (int i = 0; i + 1 < saved.length && count < CAPACITY; i += 2) {
            push((saved[i] & 0xFF | saved[i + 1] << 8) & Register.DR.mask);
        }
    }
}
