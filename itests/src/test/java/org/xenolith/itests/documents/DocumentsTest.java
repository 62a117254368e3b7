// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenolith.itests.guest.Project;

/** What the documents name is there. */
class DocumentsTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)`(?: in `([a-z0-9-]+)`)?");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    private final Path root = Project.root();

    private List<Path> documents() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("", "docs", "guests", "guests/recorder")) {
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                files.filter(f -> f.toString().endsWith(".md")).forEach(found::add);
            }
        }
        return found;
    }

    /** Test classes as {@code module/Name}. */
    private Set<String> tests() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.toList()) {
                Path sources = module.resolve("src/test/java");
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> files = Files.walk(sources)) {
                        files.map(f -> f.getFileName().toString())
                                .filter(f -> f.endsWith("Test.java"))
                                .forEach(f -> names.add(module.getFileName() + "/" + f.replace(".java", "")));
                    }
                }
            }
        }
        return names;
    }

    @Test
    void everyTestThatADocumentNamesIsThere() throws IOException {
        Set<String> tests = tests();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Path document : documents()) {
            Matcher m = TEST.matcher(Files.readString(document));
            while (m.find()) {
                named++;
                String name = m.group(1);
                String module = m.group(2);
                if (tests.stream()
                        .noneMatch(module == null ? t -> t.endsWith("/" + name) : (module + "/" + name)::equals)) {
                    missing.add(root.relativize(document) + ": " + m.group());
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 50, "SPECIFICATION.md names tests");
    }

    @Test
    void everyPromiseNamesWhatHoldsIt() throws IOException {
        List<String> bare = Files.readAllLines(root.resolve("SPECIFICATION.md")).stream()
                .filter(l -> l.startsWith("| ") && !l.startsWith("| promise"))
                .filter(l -> !TEST.matcher(l).find() && !l.contains("NullAway") && !l.contains("bnd-baseline"))
                .toList();
        assertEquals(List.of(), bare);
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            Matcher m = LINK.matcher(Files.readString(document));
            while (m.find()) {
                if (!Files.exists(document.resolveSibling(m.group(1)))) {
                    broken.add(root.relativize(document) + ": " + m.group(1));
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void theExampleOfADeviceBundleCompiles(@TempDir Path classes) throws IOException {
        Matcher m = JAVA.matcher(Files.readString(root.resolve("docs/device-bundle.md")));
        assertTrue(m.find(), "docs/device-bundle.md has an example");
        String text = m.group(1);
        JavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("string:///com/example/plain/PlainUartFactory.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<String> options = List.of("-proc:none", "-d", classes.toString());
        boolean compiled = compiler.getTask(null, null, problems, options, null, List.of(source))
                .call();
        assertTrue(compiled, () -> problems.getDiagnostics().toString());
        assertFalse(m.find(), "there is one example");
    }
}
