// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A row of a table of behaviour, in a profile.
 *
 * @param id identifier
 * @param subject what it is about
 * @param profile which behaviour is expected
 * @param steps what is done and expected, see {@link FfaScript}
 */
record FfaRow(String id, String subject, Profile profile, List<String> steps) {
    private static final String ONLY = "only ";

    /** Reads a table: each row once for each profile that it is about. */
    static List<FfaRow> read(String resource) {
        String text;
        try (InputStream in = Objects.requireNonNull(FfaRow.class.getResourceAsStream(resource), resource)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<FfaRow> rows = new ArrayList<>();
        for (String block : text.split("\n\\s*\n")) {
            List<String> lines = block.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
            if (!lines.isEmpty()) {
                add(lines, rows);
            }
        }
        return rows;
    }

    private static void add(List<String> lines, List<FfaRow> rows) {
        String[] title = lines.getFirst().split(" ", 2);
        for (Profile profile : Profile.values()) {
            List<String> steps = lines.stream().skip(1).map(String::strip).toList();
            boolean about = steps.stream().noneMatch(s -> s.startsWith(ONLY) && !s.equals(ONLY + profile));
            if (about) {
                rows.add(new FfaRow(
                        title[0],
                        title[1],
                        profile,
                        steps.stream().filter(s -> !s.startsWith(ONLY)).toList()));
            }
        }
    }

    @Override
    public String toString() {
        return id + " " + profile + ": " + subject;
    }
}
