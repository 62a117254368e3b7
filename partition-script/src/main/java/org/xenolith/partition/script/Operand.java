// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.script;

/**
 * A number in a script: decimal or {@code 0x}, {@code w0} to {@code w13} for a word of the request, {@code event} for
 * what came with another event (the bitmap, the handle, the message's length), {@code last} for the status of the step
 * before.
 *
 * @param source where the number comes from
 * @param value the number itself, or the word's index
 */
record Operand(Source source, long value) {
    enum Source {
        NUMBER,
        WORD,
        EVENT,
        LAST
    }

    private static final int WORDS = 14;

    static Operand of(String text) {
        if (text.equals("event")) {
            return new Operand(Source.EVENT, 0);
        }
        if (text.equals("last")) {
            return new Operand(Source.LAST, 0);
        }
        try {
            if (text.startsWith("w")) {
                int index = Integer.parseInt(text.substring(1));
                if (index < 0 || index >= WORDS) {
                    throw new IllegalArgumentException("word " + text + ", allowed: w0 to w13");
                }
                return new Operand(Source.WORD, index);
            }
            long number = text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
            return new Operand(Source.NUMBER, number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "number '" + text + "', allowed: decimal, 0x..., w0 to w13, event, last", e);
        }
    }
}
