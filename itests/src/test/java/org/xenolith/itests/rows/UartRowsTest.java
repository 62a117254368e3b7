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

    private final Path root = Project.root();

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
        executed.addAll(Rows.tagged("uart", MODULES));
        return executed;
    }

    @Test
    void everyRowIsExecutedInEveryProfileThatItNames() throws IOException {
        Set<String> missing = Rows.listed("uart-rows.txt");
        int rows = missing.size();
        missing.removeAll(executed());
        assertEquals(Set.of(), missing);
        assertTrue(rows > 250, "the list of rows: " + rows);
    }

    @Test
    void noTestNamesARowThatThereIsNot() throws IOException {
        Set<String> unknown = executed();
        unknown.removeAll(Rows.listed("uart-rows.txt"));
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
