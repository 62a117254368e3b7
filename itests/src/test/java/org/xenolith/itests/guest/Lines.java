// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

/** What the {@code lines} guest prints, and comparing long texts. */
final class Lines {
    private static final int BEFORE = 40;
    private static final int BEHIND = 80;

    private Lines() {}

    /** The guest's whole output for a number of lines. */
    static String text(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            text.append(String.format("line %06d the quick brown fox jumps over the lazy dog\r\n", i));
        }
        return text.append("lines: done n=").append(count).append("\r\n").toString();
    }

    /** Fails, with the surroundings of the first difference, if two texts are not the same. */
    static void assertSameText(String expected, String actual) {
        int at = Arrays.mismatch(expected.toCharArray(), actual.toCharArray());
        if (at >= 0) {
            assertEquals(around(expected, at), around(actual, at), "from character " + at);
        }
    }

    private static String around(String text, int at) {
        return text.substring(Math.min(text.length(), Math.max(0, at - BEFORE)), Math.min(text.length(), at + BEHIND));
    }
}
