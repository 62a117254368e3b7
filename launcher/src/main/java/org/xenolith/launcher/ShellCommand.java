// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.osgi.framework.BundleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The interactive shell: a host, its guests, and xl's commands. */
@Command(
        name = "shell",
        mixinStandardHelpOptions = true,
        description = "Starts a host with guests and an interactive shell; xl:list shows them, exit 0 ends it.")
final class ShellCommand implements Callable<Integer> {
    @Parameters(paramLabel = "GUEST.cfg", arity = "0..*", description = "Guests to start.")
    private List<Path> guests = List.of();

    @Option(names = "--host", paramLabel = "COMPOSITION", description = "The host, an OSGi feature file.")
    private Optional<Path> composition = Optional.empty();

    @Option(names = "--deploy", paramLabel = "FOLDER", description = "Watched for bundles to deploy; deploy/.")
    private Path deploy = Path.of("deploy");

    @Override
    public Integer call() throws BadInput, InterruptedException {
        Composition c = composition.isPresent() ? Composition.read(composition.get()) : Composition.builtIn("arm");
        try (EmbeddedHost host = EmbeddedHost.start(c, Optional.of(deploy))) {
            for (Path guest : guests) {
                Guest.create(host, guest, System.err).unpause();
            }
            host.startShell(Composition.builtIn("shell"));
            host.awaitStop();
            return 0;
        } catch (BundleException e) {
            throw new BadInput("the shell cannot start: " + e.getMessage());
        }
    }
}
