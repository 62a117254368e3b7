// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xenolith.api.console.Console;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.time.TimeMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job on a small scale: a guest prints numbered lines while its UART is replaced under it. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Boots a bundled guest that prints numbered lines, and swaps its UART while it does.")
final class DemoCommand implements Callable<Integer> {
    private static final long LIMIT_SECONDS = 55;

    @Option(names = "--lines", paramLabel = "N", description = "Lines to print, 100 to 999999; 20000.")
    private int lines = 20_000;

    @Option(names = "--swaps", paramLabel = "N", description = "Round trips PL011 - vUART - PL011; 50.")
    private int swaps = 50;

    @Override
    public Integer call() throws BadInput, IOException, InterruptedException {
        if (lines < 100 || lines > 999_999 || swaps < 1 || swaps > 100_000) {
            throw new BadInput(
                    "--lines " + lines + " --swaps " + swaps + ", allowed: 100 to 999999 lines, 1 to 100000 swaps");
        }
        Path kernel = Files.createTempFile("xenolith-lines", ".bin");
        try (EmbeddedHost host = EmbeddedHost.start(Composition.builtIn("arm"), Optional.empty())) {
            try (InputStream in = DemoCommand.class.getResourceAsStream("/guests/lines.bin")) {
                if (in == null) {
                    throw new IllegalStateException("the guest is missing in the jar");
                }
                Files.copy(in, kernel, StandardCopyOption.REPLACE_EXISTING);
            }
            Domain domain = Guest.create(host, config(kernel), "demo");
            try {
                return run(domain);
            } finally {
                domain.destroy();
            }
        } finally {
            Files.deleteIfExists(kernel);
        }
    }

    private DomainConfig config(Path kernel) {
        return new DomainConfig(
                "demo",
                "aarch64",
                64L << 20,
                1,
                kernel,
                Optional.empty(),
                "lines=" + lines,
                TimeMode.WALL,
                Map.of("uart", "pl011"));
    }

    private int run(Domain domain) throws BadInput, InterruptedException {
        Console console = Guest.console(domain);
        LineCheck check = new LineCheck(lines);
        long begin = System.nanoTime();
        try (Console.Attachment output = console.attach(check, true)) {
            domain.unpause();
            Swaps swapping = swap(domain, check);
            ShutdownReason reason = domain.ended().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            check.await(console);
            return report(domain, check, swapping, reason, System.nanoTime() - begin);
        } catch (TimeoutException e) {
            System.err.println("xenolith: the guest did not end within " + LIMIT_SECONDS + " s; " + check);
            return Main.TIMEOUT;
        } catch (ExecutionException | DeviceException e) {
            System.err.println("xenolith: " + e.getMessage());
            return Main.INTERNAL;
        }
    }

    /** Replaces the UART again and again, spread over the lines, until the guest is nearly done. */
    private Swaps swap(Domain domain, LineCheck check) throws InterruptedException, DeviceException {
        DeviceSlot slot = domain.slot("uart0").orElseThrow();
        Swaps result = new Swaps();
        for (int i = 0; i < 2 * swaps && !domain.ended().isDone(); i++) {
            check.awaitLine((long) lines * (i + 1) / (2L * swaps + 2), domain.ended());
            if (domain.ended().isDone()) {
                break;
            }
            result.add(slot.swap(i % 2 == 0 ? "vuart" : "pl011"));
        }
        return result;
    }

    private int report(Domain domain, LineCheck check, Swaps swapping, ShutdownReason reason, long nanos) {
        long dropped = Guest.counters(domain).dropped();
        System.out.printf("xenolith demo%n");
        System.out.printf("  lines             %,d of %,d, in order%n", check.good(), lines);
        System.out.printf("  bytes             %,d, lost %,d%n", check.bytes(), check.wrong() + dropped);
        if (check.wrong() + dropped > 0) {
            System.out.printf(
                    "                    %,d wrong in the text, %,d dropped by the console%n", check.wrong(), dropped);
        }
        System.out.printf("  swaps             %s%n", swapping);
        System.out.printf("  longest stall     %.0f us%n", swapping.longestNanos() / 1e3);
        System.out.printf("  time              %.1f s, ended by %s%n", nanos / 1e9, reason);
        boolean complete = check.complete()
                && check.wrong() == 0
                && dropped == 0
                && reason == ShutdownReason.POWEROFF
                && swapping.count() > 0;
        return complete ? 0 : Main.INTERNAL;
    }
}
