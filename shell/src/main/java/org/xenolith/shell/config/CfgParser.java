// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenolith.shell.config.CfgToken.Kind;

/**
 * Parses the syntax of {@code xl.cfg}: {@code key = value} and {@code key += value}, ended by a line's end or ';', with
 * values that are strings, numbers and nested lists [xl.cfg(5), SYNTAX].
 *
 * <p>A syntax error does not end the parse: the rest of the setting is skipped, so that one run reports all of them.
 */
public final class CfgParser {
    private static final int DEEPEST = 64;

    private final Path file;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();
    private final Map<String, CfgSetting> settings = new LinkedHashMap<>();
    private final List<CfgToken> tokens;
    private int next;

    private CfgParser(Path file, String text) {
        this.file = file;
        this.tokens = new CfgScanner(file, text, problems).scan();
    }

    /**
     * Parses a whole file.
     *
     * @param file what the file is called in messages
     * @param text its content; may be anything
     * @throws ConfigException with every syntax error, when there is one
     */
    public static CfgFile parse(Path file, String text) throws ConfigException {
        CfgParser parser = new CfgParser(file, text);
        parser.settings();
        if (!parser.problems.isEmpty()) {
            parser.problems.sort(Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column));
            throw new ConfigException(parser.problems);
        }
        return new CfgFile(file, parser.settings, parser.warnings);
    }

    private void settings() {
        while (!peek().is(Kind.END_OF_FILE)) {
            if (peek().endsSetting()) {
                next++;
                continue;
            }
            try {
                setting();
            } catch (UnexpectedToken unexpected) {
                problems.add(
                        ConfigProblem.at(file, unexpected.token.at(), unexpected.token.describe(), unexpected.allowed));
                skipToNextSetting();
            }
        }
    }

    private void setting() throws UnexpectedToken {
        CfgToken key = take(Kind.KEY, "a key");
        CfgToken operator = peek();
        if (!operator.is(Kind.ASSIGN) && !operator.is(Kind.APPEND)) {
            throw new UnexpectedToken(operator, "'=' or '+=' after the key '" + Printable.of(key.text()) + "'");
        }
        next++;
        CfgValue value = value(0);
        if (!peek().endsSetting()) {
            throw new UnexpectedToken(peek(), "the end of the line, or ';', after a value");
        }
        if (operator.is(Kind.APPEND)) {
            append(key, value);
        } else {
            assign(key, value);
        }
    }

    private CfgValue value(int depth) throws UnexpectedToken {
        CfgToken token = peek();
        switch (token.kind()) {
            case NUMBER -> {
                next++;
                return new CfgValue.Number(token.number(), token.at());
            }
            case STRING -> {
                next++;
                return new CfgValue.Text(token.text(), token.at());
            }
            case OPEN -> {
                if (depth == DEEPEST) {
                    throw new UnexpectedToken(token, "lists nested at most " + DEEPEST + " deep");
                }
                next++;
                return new CfgValue.Items(items(depth + 1), token.at());
            }
            default -> throw new UnexpectedToken(token, "a quoted string, a number, or a list in [ ]");
        }
    }

    private List<CfgValue> items(int depth) throws UnexpectedToken {
        List<CfgValue> items = new ArrayList<>();
        skipLineEnds();
        while (!peek().is(Kind.CLOSE)) {
            items.add(value(depth));
            skipLineEnds();
            if (peek().is(Kind.COMMA)) {
                next++;
                skipLineEnds();
            } else if (!peek().is(Kind.CLOSE)) {
                throw new UnexpectedToken(peek(), "',' or ']' in a list");
            }
        }
        next++;
        return items;
    }

    private void assign(CfgToken key, CfgValue value) {
        CfgSetting before = settings.get(key.text());
        if (before != null) {
            warnings.add(ConfigProblem.at(
                    file,
                    key.at(),
                    "'" + key.text() + "' again (first on line " + before.at().line() + ")",
                    "each key once; the later value counts"));
        }
        settings.put(key.text(), new CfgSetting(key.text(), key.at(), value));
    }

    private void append(CfgToken key, CfgValue value) {
        CfgSetting before = settings.get(key.text());
        if (before == null) {
            assign(key, value);
            return;
        }
        CfgValue joined =
                switch (before.value()) {
                    case CfgValue.Text(String text, Position at)
                    when value instanceof CfgValue.Text more -> new CfgValue.Text(text + more.value(), at);
                    case CfgValue.Items(List<CfgValue> values, Position at)
                    when value instanceof CfgValue.Items more -> {
                        List<CfgValue> all = new ArrayList<>(values);
                        all.addAll(more.values());
                        yield new CfgValue.Items(all, at);
                    }
                    default -> {
                        problems.add(ConfigProblem.at(
                                file,
                                value.at(),
                                "'+=' of " + value.describe() + " to "
                                        + before.value().describe(),
                                "a string added to a string, or a list added to a list"));
                        yield before.value();
                    }
                };
        settings.put(key.text(), new CfgSetting(key.text(), before.at(), joined));
    }

    private void skipLineEnds() {
        while (peek().is(Kind.END_OF_LINE)) {
            next++;
        }
    }

    /** Goes to the end of the setting that is in error: where a line's end or ';' is followed by a key and '='. */
    private void skipToNextSetting() {
        while (!peek().is(Kind.END_OF_FILE)) {
            if (peek().endsSetting() && startsSetting(next + 1)) {
                return;
            }
            next++;
        }
    }

    private boolean startsSetting(int index) {
        int first = index;
        while (first + 1 < tokens.size() && tokens.get(first).is(Kind.END_OF_LINE)) {
            first++;
        }
        return first + 1 < tokens.size()
                && tokens.get(first).is(Kind.KEY)
                && (tokens.get(first + 1).is(Kind.ASSIGN)
                        || tokens.get(first + 1).is(Kind.APPEND));
    }

    private CfgToken take(Kind kind, String allowed) throws UnexpectedToken {
        CfgToken token = peek();
        if (!token.is(kind)) {
            throw new UnexpectedToken(token, allowed);
        }
        next++;
        return token;
    }

    private CfgToken peek() {
        return tokens.get(next);
    }

    /** A token where the grammar has another. */
    private static final class UnexpectedToken extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient CfgToken token;
        private final String allowed;

        UnexpectedToken(CfgToken token, String allowed) {
            super(allowed, null, false, false);
            this.token = token;
            this.allowed = allowed;
        }
    }
}
