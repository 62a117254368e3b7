// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CfgParserTest {
    private static final Path FILE = Path.of("guest.cfg");

    private static CfgFile parse(String text) {
        try {
            return CfgParser.parse(FILE, text);
        } catch (ConfigException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static List<ConfigProblem> problems(String text) {
        return assertThrows(ConfigException.class, () -> CfgParser.parse(FILE, text))
                .problems();
    }

    private static CfgValue value(String text) {
        return parse("k = " + text).find("k").orElseThrow().value();
    }

    private static Object plain(CfgValue value) {
        return switch (value) {
            case CfgValue.Number(long number, Position at) -> number;
            case CfgValue.Text(String text, Position at) -> text;
            case CfgValue.Items(List<CfgValue> values, Position at) ->
                values.stream().map(CfgParserTest::plain).toList();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "42, 42",
        "0x40, 64",
        "0Xff, 255",
        "010, 8",
        "-3, -3",
        "9223372036854775807, 9223372036854775807"
    })
    void readsDecimalOctalAndHexadecimalNumbers(String text, long expected) {
        assertEquals(expected, plain(value(text)));
    }

    @Test
    void readsStringsInEitherQuoteWithEscapes() {
        assertEquals("it's", plain(value("\"it's\"")));
        assertEquals("say \"hi\"", plain(value("'say \"hi\"'")));
        assertEquals("a\tb\nc\\d\"e'f\u0041\u0042\u0007", plain(value("\"a\\tb\\nc\\\\d\\\"e\\'f\\x41\\102\\a\"")));
    }

    @Test
    void keepsAHashInsideAStringAndDropsACommentAfterIt() {
        assertEquals("a # b", plain(value("'a # b' # c")));
    }

    @Test
    void readsNestedListsAcrossLinesWithCommentsAndATrailingComma() {
        assertEquals(
                List.of("a", 1L, List.of(List.of(), "b"), "c"),
                plain(value("[ 'a', 1, # first\n [ [], 'b', ],\n\n 'c'\n ,\n]")));
        assertEquals(List.of(), plain(value("[\n]")));
    }

    @Test
    void endsASettingAtALineEndOrASemicolon() {
        CfgFile file = parse("name='h0'; memory=256;\r\n;;vcpus=2\n\n# end");
        assertEquals(
                List.of("name", "memory", "vcpus"),
                file.settings().stream().map(CfgSetting::key).toList());
    }

    @Test
    void appendsStringsToStringsAndListsToLists() {
        CfgFile file = parse("extra='a'\nextra += ' b'\ndisk=[1]\ndisk+=[2,3]\nnew+='x'");
        assertEquals("a b", plain(file.find("extra").orElseThrow().value()));
        assertEquals(List.of(1L, 2L, 3L), plain(file.find("disk").orElseThrow().value()));
        assertEquals("x", plain(file.find("new").orElseThrow().value()));
    }

    @Test
    void refusesToAppendAcrossTypes() {
        ConfigProblem problem = problems("extra='a'\nextra += [1]").getFirst();
        assertEquals("guest.cfg:2:10", problem.file() + ":" + problem.line() + ":" + problem.column());
        assertEquals("'+=' of a list of 1 to string \"a\"", problem.found());
    }

    @Test
    void remembersWhereEveryKeyAndValueStands() {
        CfgFile file = parse("\n  name = 'x'; y = [\n 1]");
        assertEquals(new Position(2, 3), file.find("name").orElseThrow().at());
        assertEquals(
                new Position(2, 10), file.find("name").orElseThrow().value().at());
        CfgValue.Items list = assertInstanceOf(
                CfgValue.Items.class, file.find("y").orElseThrow().value());
        assertEquals(new Position(3, 2), list.values().getFirst().at());
    }

    @Test
    void warnsOfAKeySetTwiceAndTakesTheLater() {
        CfgFile file = parse("a=1\na=2");
        assertEquals(2L, plain(file.find("a").orElseThrow().value()));
        assertEquals(
                "guest.cfg:2:1: found 'a' again (first on line 1); allowed: each key once; the later value counts",
                file.warnings().getFirst().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a = | 1:4 | the end of the line",
                "a 1 | 1:3 | the number 1",
                "a = b | 1:5 | the word 'b'",
                "= 1 | 1:1 | '='",
                "a = 1 2 | 1:7 | the number 2",
                "a = 08 | 1:5 | the number 08",
                "a = 0xzz | 1:5 | the number 0xzz",
                "a = 9223372036854775808 | 1:5 | the number 9223372036854775808",
                "a = \"x | 1:5 | a string without its closing \"",
                "a = \"\\q\" | 1:6 | the escape \\q",
                "a = [1 2] | 1:8 | the number 2",
                "a = [1, | 1:8 | the end of the file",
                "a = [,] | 1:6 | ','",
                "a @ 1 | 1:3 | '@'",
                "a = [1; 2] | 1:7 | ';'",
            })
    void saysWhereASyntaxErrorIsAndWhatStandsThere(String text, String place, String found) {
        ConfigProblem problem = problems(text).getFirst();
        assertEquals(place, problem.line() + ":" + problem.column());
        assertEquals(found, problem.found());
    }

    @Test
    void reportsEverySyntaxErrorOfAFileOnce() {
        List<ConfigProblem> problems = problems("a = \nb = [ 1 2,\n 'c' ]\nok = 1\nd = e\n");
        assertEquals(
                List.of(1, 2, 5), problems.stream().map(ConfigProblem::line).toList());
    }

    @Test
    void refusesListsThatAreNestedTooDeep() {
        assertTrue(problems("a = " + "[".repeat(100_000)).getFirst().allowed().contains("64 deep"));
    }
}
