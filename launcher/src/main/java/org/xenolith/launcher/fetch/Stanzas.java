// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Debian's control files: stanzas of fields, separated by empty lines [deb822(5)]. */
final class Stanzas {
    private Stanzas() {}

    /** All stanzas of a text, the fields by name; the lines of a field are joined by line ends. */
    static List<Map<String, String>> parse(String text) {
        List<Map<String, String>> stanzas = new ArrayList<>();
        parse(text.lines(), stanzas::add);
        return stanzas;
    }

    /** Hands each stanza over as soon as it is complete; an index of a whole archive need not be kept. */
    static void parse(Stream<String> lines, Consumer<Map<String, String>> sink) {
        Map<String, String> stanza = new HashMap<>();
        String[] field = {""};
        lines.forEachOrdered(line -> {
            if (line.isBlank()) {
                emit(stanza, sink);
            } else if (line.startsWith(" ") || line.startsWith("\t")) {
                stanza.merge(field[0], line.strip(), (before, more) -> before + '\n' + more);
            } else {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    field[0] = line.substring(0, colon);
                    stanza.put(field[0], line.substring(colon + 1).strip());
                }
            }
        });
        emit(stanza, sink);
    }

    private static void emit(Map<String, String> stanza, Consumer<Map<String, String>> sink) {
        if (!stanza.isEmpty()) {
            sink.accept(new HashMap<>(stanza));
            stanza.clear();
        }
    }
}
