// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xenolith.itests.guest.Project;

/**
 * Every row of behaviour of the FF-A mediator is executed in every profile that it names: by a file of rows, or by a test
 * that has the row as its tag. A tag without a profile ({@code ffa-L05}) is one of a test that is done in both.
 */
class FfaRowsTest {
    private static final List<String> MODULES =
            List.of("service-ffa", "itests/src/test/java/org/xenolith/itests/guest");

    private static final String MEDIATOR = "org/xenolith/service/ffa/mediator";
    private static final List<String> PROFILES = List.of("XEN_EXACT", "FIXED");

    /** A row's title: its identifier, what it is about, and further steps that are indented. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^([A-Z][0-9]{2})(?:-\\S+)? .*\\n(?: {2}only (XEN_EXACT|FIXED)\\n)?");

    private final Path root = Project.root();

    private Set<String> executed(Set<String> listed) throws IOException {
        Set<String> executed = new TreeSet<>();
        for (Path file : files()) {
            Matcher row = ROW.matcher(Files.readString(file));
            while (row.find()) {
                add(executed, row.group(1), row.group(2) == null ? PROFILES : List.of(row.group(2)));
            }
        }
        for (String row : Rows.tagged("ffa", MODULES)) {
            boolean complete = row.contains(" ") || listed.contains(row);
            add(executed, row, complete ? List.of() : PROFILES);
        }
        return executed;
    }

    private static void add(Set<String> rows, String id, List<String> profiles) {
        if (profiles.isEmpty()) {
            rows.add(id);
        }
        profiles.forEach(profile -> rows.add(id + " " + profile));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("service-ffa/src/test/resources/" + MEDIATOR))) {
            return files.filter(f -> f.toString().endsWith(".rows")).sorted().toList();
        }
    }

    @Test
    void everyRowIsExecutedInEveryProfileThatItNames() throws IOException {
        Set<String> listed = Rows.listed("ffa-rows.txt");
        Set<String> missing = new TreeSet<>(listed);
        missing.removeAll(executed(listed));
        assertEquals(Set.of(), missing);
        assertEquals(
                233, listed.stream().map(row -> row.substring(0, 3)).distinct().count());
    }

    /** Rows of ours have a number that the list does not use for anything else. */
    @Test
    void noTagNamesARowThatThereIsNot() throws IOException {
        Set<String> listed = Rows.listed("ffa-rows.txt");
        for (String row : Rows.tagged("ffa", MODULES)) {
            assertTrue(listed.stream().anyMatch(known -> known.startsWith(row)), row);
        }
    }

    @Test
    void everyFileOfRowsIsReadByATest() throws IOException {
        String reader =
                Files.readString(root.resolve("service-ffa/src/test/java/" + MEDIATOR + "/VectorRowsTest.java"));
        List<Path> files = files();
        assertEquals(6, files.size());
        for (Path file : files) {
            String name = '"' + file.getFileName().toString().replace(".rows", "") + '"';
            assertTrue(reader.contains(name), name + " is read by no test");
        }
    }
}
