// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.fake;

import java.util.Objects;
import java.util.UUID;
import org.xenolith.api.ffa.DirectMessage;

/** A direct request that a test makes up; the words that a partition leaves in it are the response. One thread. */
public final class PlainDirectMessage implements DirectMessage {
    private static final int FIRST_TYPE_WORDS = 5;
    private static final int SECOND_TYPE_WORDS = 14;
    private static final UUID NIL = new UUID(0, 0);

    private final int sender;
    private final UUID protocol;
    private final int bits;
    private final long[] words;
    private int yields;

    private PlainDirectMessage(int sender, UUID protocol, int bits, int count, long... given) {
        this.sender = sender;
        this.protocol = protocol;
        this.bits = bits;
        words = new long[count];
        for (int i = 0; i < given.length; i++) {
            setWord(i, given[i]);
        }
    }

    /** A request of the first type with 32-bit words; those that are not given are 0. */
    public static PlainDirectMessage narrow(int sender, long... words) {
        return new PlainDirectMessage(sender, NIL, Integer.SIZE, FIRST_TYPE_WORDS, words);
    }

    /** A request of the first type with 64-bit words. */
    public static PlainDirectMessage wide(int sender, long... words) {
        return new PlainDirectMessage(sender, NIL, Long.SIZE, FIRST_TYPE_WORDS, words);
    }

    /** A request of the second type, which names a protocol. */
    public static PlainDirectMessage second(int sender, UUID protocol, long... words) {
        return new PlainDirectMessage(sender, protocol, Long.SIZE, SECOND_TYPE_WORDS, words);
    }

    @Override
    public int sender() {
        return sender;
    }

    @Override
    public UUID protocol() {
        return protocol;
    }

    @Override
    public int words() {
        return words.length;
    }

    @Override
    public int wordBits() {
        return bits;
    }

    @Override
    public long word(int index) {
        return words[Objects.checkIndex(index, words.length)];
    }

    @Override
    public void setWord(int index, long value) {
        words[Objects.checkIndex(index, words.length)] = bits == Long.SIZE ? value : value & 0xFFFF_FFFFL;
    }

    /** Returns at once: whoever called runs the partition again. */
    @Override
    public void yield() {
        yields++;
    }

    /** Returns how often the partition gave its turn back. */
    public int yields() {
        return yields;
    }

    /** Returns a copy of the words. */
    public long[] payload() {
        return words.clone();
    }
}
