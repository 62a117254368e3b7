// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.xenolith.api.console.Console;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.time.TimeMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the JVM watches while it makes its AOT cache; {@code ./xenolith aot} starts it. */
@Command(
        name = "train",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Runs the bundled guest and others one after the other, without showing their consoles.")
final class TrainCommand implements Callable<Integer> {
    private static final Map<String, String> COMPILED = Map.of("tier", "compiled");

    @Parameters(paramLabel = "GUEST.cfg", arity = "0..*", description = "Further guests.")
    private List<Path> guests = List.of();

    @Option(names = "--expect", paramLabel = "REGEX", description = "A guest that shows this has run long enough.")
    private String expect = "(?!)";

    @Option(names = "--limit", paramLabel = "SECONDS", description = "So has one after this time; 60.")
    private long limit = 60;

    @Override
    public Integer call() throws BadInput, IOException, InterruptedException {
        Path kernel = Files.createTempFile("xenolith-lines", ".bin");
        try (EmbeddedHost host = EmbeddedHost.start(Composition.builtIn("arm"), Optional.empty())) {
            try (InputStream in = TrainCommand.class.getResourceAsStream("/guests/lines.bin")) {
                if (in == null) {
                    throw new IllegalStateException("the guest is missing in the jar");
                }
                Files.copy(in, kernel, StandardCopyOption.REPLACE_EXISTING);
            }
            DomainConfig lines = new DomainConfig(
                    "lines",
                    "aarch64",
                    64L << 20,
                    1,
                    kernel,
                    Optional.empty(),
                    "lines=20000",
                    TimeMode.WALL,
                    Map.of("uart", "pl011", "tier", "compiled"));
            run(Guest.create(host, lines, "train"));
            for (Path guest : guests) {
                run(Guest.create(host, guest, System.err, COMPILED));
            }
            return 0;
        } finally {
            Files.deleteIfExists(kernel);
        }
    }

    private void run(Domain domain) throws BadInput, InterruptedException {
        ConsoleMatcher matcher = new ConsoleMatcher(Pattern.compile(expect));
        try (Console.Attachment _ = Guest.console(domain).attach(matcher, true)) {
            domain.unpause();
            CompletableFuture.anyOf(matcher.found(), domain.ended()).get(limit, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            System.err.println("xenolith: " + domain.config().name() + " has run for " + limit + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            domain.destroy();
        }
    }
}
