// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code fetch}: prints the paths of a kernel and a ramdisk, two lines; progress goes to the standard error stream. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = "Fetches a kernel and a tiny root from Debian's packages, checksummed and cached.")
public final class FetchCommand implements Callable<Integer> {
    /** Exit status when something could not be fetched. */
    public static final int FAILED = 1;

    /** What can be fetched. */
    enum What {
        DEBIAN_ARM64("debian-arm64");

        private final String word;

        What(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** Which ramdisk is printed. */
    enum Initrd {
        shell,
        report
    }

    @Spec
    @Nullable
    private CommandSpec spec;

    @Parameters(paramLabel = "WHAT", description = "What to fetch: debian-arm64.", converter = WhatConverter.class)
    private What what = What.DEBIAN_ARM64;

    @Option(
            names = "--mirror",
            paramLabel = "URL",
            description = "A Debian archive, read over HTTP instead of by apt. Its signature is not checked.")
    @Nullable
    private URI mirror;

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            defaultValue = "stable",
            description = "With --mirror: the suite (default: ${DEFAULT-VALUE}).")
    private String suite = "stable";

    @Option(
            names = "--initrd",
            paramLabel = "KIND",
            defaultValue = "shell",
            description = "Which ramdisk to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Initrd initrd = Initrd.shell;

    @Option(names = "--cache", paramLabel = "DIR", description = "The cache folder (default: ~/.cache/xenolith).")
    @Nullable
    private Path cache;

    @Option(names = "--refresh", description = "Look for newer packages even if everything is cached.")
    private boolean refresh;

    @Override
    public Integer call() throws InterruptedException {
        Path folder = Optional.ofNullable(cache)
                .orElseGet(() -> CacheFolder.of(System.getenv(), Path.of(System.getProperty("user.home"))));
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        if (spec != null) {
            out = spec.commandLine().getOut();
            err = spec.commandLine().getErr();
        }
        try {
            DebianArm64Fetcher fetcher = new DebianArm64Fetcher(folder, err::println).refresh(refresh);
            if (mirror != null) {
                fetcher.fromMirror(mirror, suite);
            }
            DebianArm64 fetched = fetcher.fetch();
            out.println(fetched.kernel());
            out.println(initrd == Initrd.shell ? fetched.initrd() : fetched.reportInitrd());
            return 0;
        } catch (IOException failed) {
            err.println("xenolith: " + what + " could not be fetched: " + failed.getMessage());
            return FAILED;
        }
    }

    /** Reads the words of {@link What}. */
    static final class WhatConverter implements ITypeConverter<What> {
        @Override
        public What convert(String word) {
            for (What known : What.values()) {
                if (known.word.equals(word)) {
                    return known;
                }
            }
            throw new TypeConversionException("'" + word + "'; allowed: debian-arm64");
        }
    }
}
