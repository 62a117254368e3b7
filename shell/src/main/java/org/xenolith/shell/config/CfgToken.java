// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/**
 * A piece of a guest file.
 *
 * @param text an identifier's name, a string's content, the digits of a number, or the sign itself
 * @param number the value of a NUMBER, else 0
 */
record CfgToken(Kind kind, String text, long number, Position at) {
    /** What a token is; the text is what a message calls it. */
    enum Kind {
        KEY("a word"),
        NUMBER("a number"),
        STRING("a string"),
        ASSIGN("'='"),
        APPEND("'+='"),
        OPEN("'['"),
        CLOSE("']'"),
        COMMA("','"),
        END_OF_LINE("the end of the line"),
        SEMICOLON("';'"),
        END_OF_FILE("the end of the file");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean endsSetting() {
        return switch (kind) {
            case END_OF_LINE, SEMICOLON, END_OF_FILE -> true;
            default -> false;
        };
    }

    String describe() {
        return switch (kind) {
            case KEY -> "the word '" + Printable.of(text) + "'";
            case NUMBER -> "the number " + Printable.of(text);
            case STRING -> "the string \"" + Printable.of(text) + '"';
            default -> kind.words;
        };
    }
}
