// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.uart;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Test;
import org.xenolith.itests.guest.Project;
import org.xenolith.testkit.fake.ScriptRow;

/**
 * Every row of behaviour is executed in every profile that it names: by a file of rows that a test reads, or by a test
 * that has the row as its tag ({@code uart-L05}, {@code uart-L01-seed}), so that {@code -Dgroups=uart-L05} executes it.
 */
class UartRowsTest {
    /** The modules that have such rows; others number rows of their own. */
    private static final List<String> MODULES =
            List.of("core", "device-pl011", "device-vuart", "shell", "itests/src/test/java/org/xenolith/itests/uart");

    private static final List<String> FILES = List.of(
            "device-pl011/src/test/resources/org/xenolith/device/pl011/domain-backend.rows",
            "device-pl011/src/test/resources/org/xenolith/device/pl011/hypervisor-backend.rows",
            "device-vuart/src/test/resources/org/xenolith/device/vuart/line-output.rows",
            "device-vuart/src/test/resources/org/xenolith/device/vuart/stand-in.rows",
            "itests/src/test/resources/org/xenolith/itests/uart/instructions.rows");

    private static final Pattern TAG = Pattern.compile("@Tag\\(\"uart-([A-Z][0-9]{2})(-[a-z-]+)?\"\\)");

    private final Path root = Project.root();

    /** Rows that have to be executed, as {@code L05} or {@code L01 seed}. */
    private static Set<String> wanted() throws IOException {
        Set<String> wanted = new TreeSet<>();
        try (InputStream in = UartRowsTest.class.getResourceAsStream("uart-rows.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("#") || line.startsWith("-")) {
                    continue;
                }
                String[] words = line.split(" ", -1);
                if (words.length == 1) {
                    assertTrue(wanted.add(line), line + " is there twice");
                }
                for (int i = 1; i < words.length; i++) {
                    assertTrue(wanted.add(words[0] + " " + words[i]), line + " is there twice");
                }
            }
        }
        return wanted;
    }

    private List<Path> tests() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : MODULES) {
            Path sources = root.resolve(module);
            sources = Files.isDirectory(sources.resolve("src/test/java")) ? sources.resolve("src/test/java") : sources;
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(f -> f.toString().endsWith("Test.java")).forEach(found::add);
            }
        }
        return found;
    }

    /** Rows that are executed; a letter behind a row's number makes it a further row of ours. */
    private Set<String> executed() throws IOException {
        Set<String> executed = new TreeSet<>();
        for (String file : FILES) {
            for (ScriptRow row : ScriptRow.read(Files.newInputStream(root.resolve(file)))) {
                if (row.id().length() == 3) {
                    executed.add(row.id() + " " + row.profile());
                }
            }
        }
        for (Path test : tests()) {
            Matcher tag = TAG.matcher(Files.readString(test));
            while (tag.find()) {
                executed.add(tag.group(1)
                        + (tag.group(2) == null ? "" : " " + tag.group(2).substring(1)));
            }
        }
        return executed;
    }

    @Test
    void everyRowIsExecutedInEveryProfileThatItNames() throws IOException {
        Set<String> missing = wanted();
        int rows = missing.size();
        missing.removeAll(executed());
        assertEquals(Set.of(), missing);
        assertTrue(rows > 250, "the list of rows: " + rows);
    }

    @Test
    void noTestNamesARowThatThereIsNot() throws IOException {
        Set<String> unknown = executed();
        unknown.removeAll(wanted());
        assertEquals(Set.of(), unknown);
    }

    @Test
    void everyFileOfRowsIsReadByATest() throws IOException {
        for (String file : FILES) {
            Path resource = root.resolve(file);
            Path sources = Path.of(resource.getParent().toString().replace("resources", "java"));
            String name = '"' + resource.getFileName().toString() + '"';
            try (Stream<Path> classes = Files.list(sources)) {
                boolean read = false;
                for (Path source :
                        classes.filter(f -> f.toString().endsWith(".java")).toList()) {
                    String text = Files.readString(source);
                    read |= text.contains(name) && !source.endsWith("UartRowsTest.java");
                }
                assertTrue(read, name + " is read by no test");
            }
        }
    }
}
