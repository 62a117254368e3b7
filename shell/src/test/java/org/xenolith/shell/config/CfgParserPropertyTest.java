// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CfgParserPropertyTest {
    private static final Path FILE = Path.of("fuzz.cfg");

    @Property(tries = 5000)
    void anyTextEitherParsesOrIsRefusedWithPlacesInsideIt(@ForAll("hostile") String text) {
        try {
            CfgFile file = CfgParser.parse(FILE, text);
            file.settings().forEach(setting -> assertTrue(isInside(setting.at(), text)));
        } catch (ConfigException wrong) {
            wrong.problems().forEach(p -> assertTrue(isInside(new Position(p.line(), p.column()), text), p::toString));
        }
    }

    @Property(tries = 3000)
    void theCheckedViewNeverFailsOtherwiseThanByProblems(@ForAll("nearlyRight") String text) {
        try {
            GuestConfig config = new GuestConfigReader().read(FILE, text).config();
            assertTrue(config.boot().kernel().isAbsolute());
        } catch (ConfigException wrong) {
            assertTrue(!wrong.problems().isEmpty());
        }
    }

    @Property
    void whatIsWrittenIsRead(@ForAll("values") Object value) throws ConfigException {
        CfgFile file = CfgParser.parse(FILE, "key=" + write(value));
        assertEquals(value, plain(file.find("key").orElseThrow().value()));
    }

    private static boolean isInside(Position at, String text) {
        String[] lines = text.split("\n", -1);
        return at.line() <= lines.length && at.column() <= lines[at.line() - 1].length() + 1;
    }

    private static String write(Object value) {
        if (value instanceof List<?> list) {
            return "["
                    + String.join(
                            ",\n ",
                            list.stream().map(CfgParserPropertyTest::write).toList()) + "]";
        }
        return value instanceof Long number
                ? (number % 2 == 0 ? "0x" + Long.toHexString(number) : number.toString())
                : quote((String) value);
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("'");
        for (char c : text.toCharArray()) {
            if (c == '\'' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20) {
                quoted.append(String.format("\\x%02x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('\'').toString();
    }

    private static Object plain(CfgValue value) {
        return switch (value) {
            case CfgValue.Number number -> number.value();
            case CfgValue.Text text -> text.value();
            case CfgValue.Items items -> {
                List<Object> all = new ArrayList<>();
                items.values().forEach(item -> all.add(plain(item)));
                yield all;
            }
        };
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                Arbitraries.longs().between(0, Long.MAX_VALUE).map(n -> (Object) n),
                Arbitraries.strings().withCharRange((char) 0, (char) 0x17f).map(s -> (Object) s));
        return Arbitraries.recursive(
                () -> leaf, inner -> inner.list().ofMaxSize(4).map(list -> (Object) new ArrayList<>(list)), 0, 4);
    }

    @Provide
    Arbitrary<String> hostile() {
        Arbitrary<String> pieces = Arbitraries.of(
                "a", "=", "+=", "[", "]", ",", ";", "\n", "\r", "#", "'", "\"", "\\", "\\x4", "\\777", "0x", "09", "-",
                "1", " ", "\0", "\ud83d", "\u00e9", "name", "'x'");
        return Arbitraries.oneOf(pieces.list().ofMaxSize(60).map(list -> String.join("", list)), Arbitraries.strings());
    }

    @Provide
    Arbitrary<String> nearlyRight() {
        Arbitrary<String> keys =
                Arbitraries.of(XlKeys.load().all().stream().map(XlKey::name).toList());
        Arbitrary<String> values = Arbitraries.of(
                "0",
                "1",
                "-1",
                "8",
                "9",
                "4096",
                "0x7fffffffffffffff",
                "'pvh'",
                "'pv'",
                "'hvm'",
                "''",
                "'\\0'",
                "'v2'",
                "'v3'",
                "'sbsa_uart'",
                "'ffa'",
                "'destroy'",
                "'wall'",
                "'xen'",
                "[]",
                "['a',[1]]",
                "'3'",
                "'/k'");
        Arbitrary<String> line = keys.flatMap(key -> values.map(value -> key + "=" + value));
        return line.list().ofMaxSize(12).map(lines -> "name='n'\nkernel='k'\nmemory=64\n" + String.join("\n", lines));
    }
}
