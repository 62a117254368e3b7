// SPDX-License-Identifier: Apache-2.0

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Checks or applies the project's source format, palantir-java-format, and the licence line that each file starts with.
 *
 * <p>Run by the build as a single source file on the project's JDK: a formatter inside Maven's own JVM would parse with
 * that JVM's compiler, which may be older than the language level. Arguments: {@code check} or {@code apply}, the root
 * folder, a stamp file; only files that changed since the stamp was written are looked at.
 */
public final class Format {
    private static final String LICENCE = "// SPDX-License-Identifier: Apache-2.0\n";

    private final Formatter formatter = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());
    private final boolean apply;

    private Format(boolean apply) {
        this.apply = apply;
    }

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[1]);
        Path stamp = Path.of(args[2]);
        FileTime started = FileTime.fromMillis(System.currentTimeMillis());
        FileTime since = Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
        Format format = new Format(args[0].equals("apply"));
        List<String> wrong = sources(root, since).parallelStream()
                .map(file -> format.problem(root, file))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        if (!wrong.isEmpty()) {
            wrong.forEach(System.err::println);
            System.err.println(wrong.size() + " files; to repair the format: cnf/format");
            System.exit(1);
        }
        Files.createDirectories(stamp.getParent());
        Files.writeString(stamp, "");
        Files.setLastModifiedTime(stamp, started);
    }

    private static List<Path> sources(Path root, FileTime since) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name =
                        folder.getFileName() == null ? "" : folder.getFileName().toString();
                boolean skip = name.equals("target") || (name.startsWith(".") && name.length() > 1);
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                boolean changed = attributes.lastModifiedTime().compareTo(since) >= 0;
                if (changed && file.toString().endsWith(".java")) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    /** What is wrong with the file and was not repaired, or null. */
    private String problem(Path root, Path file) {
        try {
            String before = Files.readString(file);
            String after = formatted(before);
            if (!before.startsWith(LICENCE)) {
                return root.relativize(file) + ": does not start with " + LICENCE.strip();
            }
            if (before.equals(after)) {
                return null;
            }
            if (apply) {
                Files.writeString(file, after);
                return null;
            }
            return root.relativize(file) + ":" + firstDifference(before, after) + ": not in the project's format";
        } catch (FormatterException | IOException e) {
            return root.relativize(file) + ": " + e.getMessage();
        }
    }

    private String formatted(String source) throws FormatterException {
        String imports = ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(source), Style.PALANTIR);
        return formatter.formatSource(imports);
    }

    private static int firstDifference(String before, String after) {
        String[] a = before.split("\n", -1);
        String[] b = after.split("\n", -1);
        int line = 0;
        while (line < a.length && line < b.length && a[line].equals(b[line])) {
            line++;
        }
        return line + 1;
    }
}
