// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's own client, with the machine's sources and keys, but a state of its own for arm64: nothing of the machine's
 * package state is read or changed [apt-get(8), apt.conf(5)].
 */
final class AptSource implements PackageSource {
    private static final long LONGEST_MINUTES = 30;

    private final Path state;
    private final List<String> options = new ArrayList<>();
    private final Progress progress;
    private boolean updated;

    /**
     * @param state an empty folder for lists and caches
     * @param more options that override the machine's, for example another list of sources
     */
    AptSource(Path state, List<String> more, Progress progress) throws IOException {
        this.state = state;
        this.progress = progress;
        Files.createDirectories(state.resolve("lists/partial"));
        Files.createDirectories(state.resolve("cache/archives/partial"));
        Files.writeString(state.resolve("status"), "");
        for (String option : List.of(
                "APT::Architecture=arm64",
                "APT::Architectures=arm64",
                "APT::Sandbox::User=",
                "Acquire::Languages=none",
                "Dir::State=" + state,
                "Dir::State::Lists=" + state.resolve("lists"),
                "Dir::State::status=" + state.resolve("status"),
                "Dir::Cache=" + state.resolve("cache"))) {
            options.add("-o" + option);
        }
        options.addAll(more);
    }

    /** Whether this machine has the client. */
    static boolean isInstalled(Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "apt-get")));
    }

    @Override
    public String describe() {
        return "apt, with this machine's sources";
    }

    @Override
    public DebPackage find(String name) throws IOException, InterruptedException {
        if (!updated) {
            progress.say("apt-get update (arm64, private state)");
            run("apt-get", List.of("-q", "update"), state);
            updated = true;
        }
        String shown = run("apt-cache", List.of("--no-all-versions", "show", name), state);
        List<Map<String, String>> stanzas = Stanzas.parse(shown);
        if (stanzas.isEmpty()) {
            throw new FetchException("apt knows no package " + name + " for arm64");
        }
        return DebPackage.of(stanzas.getFirst());
    }

    @Override
    public Path download(DebPackage wanted, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        run("apt-get", List.of("-q", "download", wanted.name() + "=" + wanted.version()), folder);
        try (Stream<Path> files = Files.list(folder)) {
            Path deb = files.filter(
                            file -> file.getFileName().toString().matches("\\Q" + wanted.name() + "\\E_.*\\.deb"))
                    .findFirst()
                    .orElseThrow(() -> new FetchException("apt-get left no package " + wanted.name()));
            Sha256.require(deb, wanted.sha256());
            return deb;
        }
    }

    private String run(String program, List<String> arguments, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(options);
        command.addAll(arguments);
        Path output = state.resolve(program + ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(
                        ProcessBuilder.Redirect.from(state.resolve("status").toFile()))
                .redirectError(state.resolve(program + ".err").toFile())
                .redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                throw new FetchException(program + " did not end within " + LONGEST_MINUTES + " minutes");
            }
        } finally {
            process.destroy();
        }
        if (process.exitValue() != 0) {
            String error = Files.readString(state.resolve(program + ".err"));
            throw new FetchException(program + " " + String.join(" ", arguments) + " ended with " + process.exitValue()
                    + ": " + error.strip());
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
