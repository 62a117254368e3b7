// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xenolith.shell.config.CfgToken.Kind;

/** Cuts a guest file into tokens; reports what cannot be one and goes on [xl.cfg(5), SYNTAX]. */
final class CfgScanner {
    private static final String ESCAPES = "\\a, \\b, \\f, \\n, \\r, \\t, \\v, \\\\, \\', \\\", \\xHH or \\OOO (octal)";

    private final Path file;
    private final String text;
    private final List<ConfigProblem> problems;
    private final List<CfgToken> tokens = new ArrayList<>();
    private int next;
    private int line = 1;
    private int lineStart;

    CfgScanner(Path file, String text, List<ConfigProblem> problems) {
        this.file = file;
        this.text = text;
        this.problems = problems;
    }

    /** All tokens; the last is END_OF_FILE and the one before it ends a line. */
    List<CfgToken> scan() {
        while (next < text.length()) {
            token();
        }
        add(Kind.END_OF_LINE, "", here());
        add(Kind.END_OF_FILE, "", here());
        return tokens;
    }

    private void token() {
        char c = text.charAt(next);
        Position at = here();
        switch (c) {
            case '\n' -> {
                add(Kind.END_OF_LINE, "", at);
                next++;
                line++;
                lineStart = next;
            }
            case ' ', '\t', '\r', '\f' -> next++;
            case '#' -> skipComment();
            case '[' -> sign(Kind.OPEN, 1);
            case ']' -> sign(Kind.CLOSE, 1);
            case ',' -> sign(Kind.COMMA, 1);
            case ';' -> sign(Kind.SEMICOLON, 1);
            case '=' -> sign(Kind.ASSIGN, 1);
            case '"', '\'' -> string(c, at);
            default -> wordOrNumber(c, at);
        }
    }

    private void wordOrNumber(char c, Position at) {
        if (c == '+' && peek(1) == '=') {
            sign(Kind.APPEND, 2);
        } else if (isWordStart(c)) {
            add(Kind.KEY, word(0), at);
        } else if (isDigit(c) || c == '-' && isDigit(peek(1))) {
            number(at);
        } else {
            next += Character.charCount(text.codePointAt(next));
            report(at, Printable.of(c), "a key, '=', a quoted string, a number, a list or a comment");
        }
    }

    private void sign(Kind kind, int length) {
        add(kind, text.substring(next, next + length), here());
        next += length;
    }

    private void skipComment() {
        while (next < text.length() && text.charAt(next) != '\n') {
            next++;
        }
    }

    /** Takes the run of letters, digits and underscores that begins {@code lead} characters ahead. */
    private String word(int lead) {
        int start = next;
        next += lead;
        while (next < text.length() && (isWordStart(text.charAt(next)) || isDigit(text.charAt(next)))) {
            next++;
        }
        return text.substring(start, next);
    }

    private void number(Position at) {
        String digits = word(1);
        try {
            add(Kind.NUMBER, digits, Long.decode(digits), at);
        } catch (NumberFormatException notANumber) {
            report(
                    at,
                    "the number " + Printable.of(digits),
                    "decimal, 0x hexadecimal or 0 octal digits, of at most 64 bits with sign");
            add(Kind.NUMBER, digits, 0, at);
        }
    }

    private void string(char quote, Position at) {
        StringBuilder content = new StringBuilder();
        next++;
        while (next < text.length() && text.charAt(next) != '\n') {
            char c = text.charAt(next);
            if (c == quote) {
                next++;
                add(Kind.STRING, content.toString(), at);
                return;
            }
            next++;
            if (c == '\\') {
                escape(content);
            } else {
                content.append(c);
            }
        }
        report(at, "a string without its closing " + quote, "a string that ends on the line where it begins");
        add(Kind.STRING, content.toString(), at);
    }

    /** Resolves the escape whose backslash has just been taken. */
    private void escape(StringBuilder content) {
        Position at = new Position(line, next - lineStart);
        char c = peek(0);
        int simple = "abfnrtv\\'\"".indexOf(c);
        if (simple >= 0) {
            content.append("\u0007\b\f\n\r\t\u000b\\'\"".charAt(simple));
            next++;
        } else if (c == 'x' && Character.digit(peek(1), 16) >= 0 && Character.digit(peek(2), 16) >= 0) {
            content.append((char) Integer.parseInt(text, next + 1, next + 3, 16));
            next += 3;
        } else if (Character.digit(c, 8) >= 0) {
            octal(content);
        } else {
            report(at, "the escape \\" + (c == 0 ? "" : Printable.of(String.valueOf(c))), ESCAPES);
        }
    }

    private void octal(StringBuilder content) {
        int value = 0;
        for (int i = 0; i < 3 && Character.digit(peek(0), 8) >= 0; i++) {
            value = value * 8 + Character.digit(peek(0), 8);
            next++;
        }
        content.append((char) (value & 0xff));
    }

    private char peek(int ahead) {
        return next + ahead < text.length() ? text.charAt(next + ahead) : 0;
    }

    private Position here() {
        return new Position(line, next - lineStart + 1);
    }

    private void add(Kind kind, String words, Position at) {
        add(kind, words, 0, at);
    }

    private void add(Kind kind, String words, long number, Position at) {
        tokens.add(new CfgToken(kind, words, number, at));
    }

    private void report(Position at, String found, String allowed) {
        problems.add(ConfigProblem.at(file, at, found, allowed));
    }

    private static boolean isWordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
