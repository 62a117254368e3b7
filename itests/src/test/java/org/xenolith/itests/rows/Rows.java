// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.rows;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xenolith.itests.guest.Project;

/**
 * Lists of rows of behaviour, and tests that have such a row as their tag, such as {@code uart-L05} or, for one profile,
 * {@code uart-L01-seed}: {@code -Dgroups=uart-L05} executes it. A row is written as {@code L05} or {@code L01 seed}.
 */
final class Rows {
    private Rows() {}

    /** A list: on each line a row and its profiles, if it has any; comments and rows that are left out are skipped. */
    static Set<String> listed(String resource) throws IOException {
        Set<String> rows = new TreeSet<>();
        try (InputStream in = Rows.class.getResourceAsStream(resource)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("#") || line.startsWith("-")) {
                    continue;
                }
                String[] words = line.split(" ", -1);
                if (words.length == 1) {
                    assertTrue(rows.add(line), line + " is there twice");
                }
                for (int i = 1; i < words.length; i++) {
                    assertTrue(rows.add(words[0] + " " + words[i]), line + " is there twice");
                }
            }
        }
        return rows;
    }

    /** The rows that tests in these modules, or folders of tests, have as their tags with a prefix. */
    static Set<String> tagged(String prefix, List<String> folders) throws IOException {
        Pattern tag = Pattern.compile("@Tag\\(\"" + prefix + "-([A-Z][0-9]{2})(-[A-Za-z_-]+)?\"\\)");
        Set<String> rows = new TreeSet<>();
        for (Path test : tests(folders)) {
            Matcher found = tag.matcher(Files.readString(test));
            while (found.find()) {
                rows.add(found.group(1)
                        + (found.group(2) == null ? "" : " " + found.group(2).substring(1)));
            }
        }
        return rows;
    }

    private static List<Path> tests(List<String> folders) throws IOException {
        List<Path> tests = new ArrayList<>();
        for (String folder : folders) {
            Path module = Project.root().resolve(folder);
            Path sources = module.resolve("src/test/java");
            try (Stream<Path> files = Files.walk(Files.isDirectory(sources) ? sources : module)) {
                files.filter(f -> f.toString().endsWith("Test.java")).forEach(tests::add);
            }
        }
        return tests;
    }
}
