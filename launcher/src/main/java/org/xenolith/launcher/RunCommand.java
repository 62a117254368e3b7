// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.xenolith.api.console.Console;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.ShutdownReason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one guest with its console on the terminal. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a guest with its console on the terminal until it powers off. Ctrl-] ends it.")
final class RunCommand implements Callable<Integer> {
    private static final String ESCAPE = "Ctrl-]";

    @Parameters(paramLabel = "GUEST.cfg", description = "The guest, in the xl.cfg format.")
    private Path guest = Path.of("");

    @Option(names = "--host", paramLabel = "COMPOSITION", description = "The host, an OSGi feature file.")
    private Optional<Path> composition = Optional.empty();

    @Option(names = "--deploy", paramLabel = "FOLDER", description = "Watched for bundles to deploy.")
    private Optional<Path> deploy = Optional.empty();

    @Option(names = "--expect", paramLabel = "REGEX", description = "End with success when the console shows this.")
    private Optional<String> expect = Optional.empty();

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "End with code 2 after this time.")
    private Optional<Long> timeout = Optional.empty();

    @Option(names = "--tier", paramLabel = "TIER", description = Guest.TIER)
    private Optional<String> tier = Optional.empty();

    @Option(names = "--stats", description = "Print instructions and times at the end.")
    private boolean stats;

    @Override
    public Integer call() throws BadInput, InterruptedException {
        Pattern pattern = pattern();
        Composition c = composition.isPresent() ? Composition.read(composition.get()) : Composition.builtIn("arm");
        long begin = System.nanoTime();
        try (EmbeddedHost host = EmbeddedHost.start(c, deploy)) {
            Domain domain = Guest.create(host, guest, System.err, Guest.tier(tier));
            try {
                return run(domain, pattern);
            } finally {
                domain.pause();
                if (stats) {
                    Statistics.print(System.err, domain, System.nanoTime() - begin);
                }
                domain.destroy();
            }
        }
    }

    private Pattern pattern() throws BadInput {
        try {
            return Pattern.compile(expect.orElse("(?!)"));
        } catch (PatternSyntaxException e) {
            throw new BadInput("--expect " + expect.orElse("") + ": " + e.getMessage());
        }
    }

    private int run(Domain domain, Pattern pattern) throws BadInput, InterruptedException {
        Console console = Guest.console(domain);
        ConsoleMatcher matcher = new ConsoleMatcher(pattern);
        CompletableFuture<Object> over = new CompletableFuture<>();
        matcher.found().thenAccept(over::complete);
        domain.ended().thenAccept(over::complete);
        try (Terminal terminal = Terminal.open(console, () -> over.complete(ESCAPE));
                Console.Attachment output = console.attach(terminal, true);
                Console.Attachment search = console.attach(matcher, true)) {
            domain.unpause();
            Object end = over.get(timeout.orElse(Long.MAX_VALUE >> 1), TimeUnit.SECONDS);
            if (end instanceof ShutdownReason reason) {
                matcher.await(console); // the last words come after the end
                return matcher.found().isDone() ? 0 : expectation(reason);
            }
            return 0;
        } catch (TimeoutException e) {
            System.err.println("xenolith: timed out after " + timeout.orElse(0L) + " s");
            return Main.TIMEOUT;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** A guest that ends before showing what was expected has not done what it should. */
    private int expectation(ShutdownReason reason) {
        int code = Guest.exitCode(reason);
        if (code == 0 && expect.isPresent()) {
            System.err.println("xenolith: the guest ended (" + reason + ") without showing what was expected");
            return Main.CRASH;
        }
        return code;
    }
}
