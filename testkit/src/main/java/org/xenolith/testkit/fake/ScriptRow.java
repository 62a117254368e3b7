// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.fake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One expectation of a table of scripts: what a script gives with one profile, and some of the state it ends in.
 *
 * @param id the row's identifier, unique in its table
 * @param subject what it shows
 * @param profile the profile it holds for
 * @param script see {@link DeviceScript}
 * @param results what the operations give, separated by spaces
 * @param end expected entries of {@link DeviceBench#describe}
 */
public record ScriptRow(
        String id, String subject, String profile, String script, String results, Map<String, String> end) {
    /**
     * Reads a table. A row is a line with identifier and subject, an indented line {@code do: script}, and for each
     * profile an indented line {@code profile: results => name=value ...}. Lines that begin with # are comments.
     *
     * @param stream is closed
     */
    public static List<ScriptRow> read(InputStream stream) {
        List<ScriptRow> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String id = "";
            String subject = "";
            String script = "";
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (!line.startsWith(" ")) {
                    id = line.substring(0, line.indexOf(' '));
                    subject = line.substring(id.length() + 1);
                    continue;
                }
                String[] parts = line.trim().split(":", 2);
                if (parts[0].equals("do")) {
                    script = parts[1].trim();
                } else {
                    rows.add(row(id, subject, script, parts[0], parts[1]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static ScriptRow row(String id, String subject, String script, String profile, String expected) {
        String[] parts = expected.split("=>", 2);
        Map<String, String> end = new LinkedHashMap<>();
        for (String entry : parts[1].trim().split(" +", -1)) {
            String[] pair = entry.split("=", 2);
            end.put(pair[0], pair[1]);
        }
        return new ScriptRow(id, subject, profile, script, parts[0].trim(), end);
    }

    @Override
    public String toString() {
        return id + " " + profile + ": " + subject;
    }
}
