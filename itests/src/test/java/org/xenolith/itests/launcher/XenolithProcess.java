// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The runnable jar as a process, as users run it; the test is skipped where the build has not come to it.
 *
 * @param code the exit code
 * @param output standard output and error
 */
record XenolithProcess(int code, String output) {
    /** Returns the project's folder. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("guests"))
                ? here
                : here.resolve("..").normalize();
    }

    /** Runs a command in a folder, with a cache folder there, until it ends. */
    static XenolithProcess run(Path folder, String... arguments) throws IOException, InterruptedException {
        return run(folder, List.of(), List.of(arguments));
    }

    /** The same, with further options for the JVM. */
    static XenolithProcess run(Path folder, List<String> options, List<String> arguments)
            throws IOException, InterruptedException {
        Path jar = root().resolve("launcher/target/xenolith-runnable.jar");
        assumeTrue(Files.isRegularFile(jar), () -> jar + " is not there; 'mvn package' makes it");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx256m"));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("XENOLITH_CACHE", folder.resolve("cache").toString());
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(90, TimeUnit.SECONDS), () -> "still running: " + command);
            return new XenolithProcess(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }
}
