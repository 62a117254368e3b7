// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.xenolith.api.code.BlockListing;
import org.xenolith.api.code.GuestCode;
import org.xenolith.api.console.Console;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.Domain;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what became of a piece of guest code. */
@Command(
        name = "block",
        mixinStandardHelpOptions = true,
        description =
                "Runs a guest for a while, then prints a block of its code: guest code, IR and bytecode side by side.")
final class BlockCommand implements Callable<Integer> {
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    /** When to look. */
    static final class Moment {
        @Option(
                names = "--after",
                paramLabel = "N",
                description = "Look when the vCPUs have executed at least N instructions; 1.")
        private Optional<Long> instructions = Optional.empty();

        @Option(names = "--expect", paramLabel = "REGEX", description = "Look when the console shows this.")
        private Optional<String> expect = Optional.empty();
    }

    @Parameters(paramLabel = "GUEST.cfg", description = "The guest, in the xl.cfg format.")
    private Path guest = Path.of("");

    @Option(
            names = "--at",
            paramLabel = "ADDRESS",
            description = "Where the block begins: 0x and hexadecimal digits, or a register that holds it; pc.")
    private String at = "pc";

    @Option(names = "--vcpu", paramLabel = "N", description = "The vCPU that would fetch it; 0.")
    private int vcpu;

    @ArgGroup
    private Moment moment = new Moment();

    @Option(names = "--region", description = "Print all blocks of the region that it is compiled in.")
    private boolean region;

    @Option(names = "--host", paramLabel = "COMPOSITION", description = "The host, an OSGi feature file.")
    private Optional<Path> composition = Optional.empty();

    @Option(names = "--tier", paramLabel = "TIER", description = Guest.TIER)
    private Optional<String> tier = Optional.empty();

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "End with code 2 after this time; 60.")
    private long timeout = 60;

    @Override
    public Integer call() throws BadInput, InterruptedException {
        Pattern pattern = pattern();
        Composition c = composition.isPresent() ? Composition.read(composition.get()) : Composition.builtIn("arm");
        try (EmbeddedHost host = EmbeddedHost.start(c, Optional.empty())) {
            Domain domain = Guest.create(host, guest, System.err, Guest.tier(tier));
            try {
                if (!await(domain, pattern)) {
                    System.err.println("xenolith: timed out after " + timeout + " s");
                    return Main.TIMEOUT;
                }
                domain.pause();
                show(domain).forEach(listing -> System.out.println(listing.text()));
                return 0;
            } finally {
                domain.destroy();
            }
        }
    }

    private Pattern pattern() throws BadInput {
        try {
            return Pattern.compile(moment.expect.orElse("(?!)"));
        } catch (PatternSyntaxException e) {
            throw new BadInput("--expect " + moment.expect.orElse("") + ": " + e.getMessage());
        }
    }

    /** Runs the guest until the moment has come, or the guest has ended before. */
    private boolean await(Domain domain, Pattern pattern) throws BadInput {
        if (vcpu < 0 || vcpu >= domain.vcpus().size()) {
            throw new BadInput(
                    "--vcpu " + vcpu + ", allowed: 0 to " + (domain.vcpus().size() - 1));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeout);
        if (moment.expect.isEmpty()) {
            domain.unpause();
            long enough = moment.instructions.orElse(1L);
            return awaitUntil(domain, deadline, () -> instructions(domain) >= enough);
        }
        ConsoleMatcher matcher = new ConsoleMatcher(pattern);
        try (Console.Attachment _ = Guest.console(domain).attach(matcher, true)) {
            domain.unpause();
            return awaitUntil(domain, deadline, () -> matcher.found().isDone());
        }
    }

    private static boolean awaitUntil(Domain domain, long deadline, java.util.function.BooleanSupplier moment) {
        while (!moment.getAsBoolean() && !domain.ended().isDone()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    private static long instructions(Domain domain) {
        return domain.vcpus().stream().mapToLong(Vcpu::instructions).sum();
    }

    private List<BlockListing> show(Domain domain) throws BadInput {
        GuestCode code = domain.code().orElseThrow(() -> new BadInput("the platform of " + guest + " shows no code"));
        long address = address(domain.vcpus().get(vcpu));
        List<BlockListing> listings = new ArrayList<>();
        domain.atSafepoint(() -> code.block(vcpu, address).ifPresent(listings::add));
        if (listings.isEmpty()) {
            throw new BadInput("--at " + at + ": no instruction can be fetched at 0x" + Long.toHexString(address));
        }
        if (region) {
            List<Long> members = listings.removeFirst().region();
            domain.atSafepoint(() -> members.forEach(m -> code.block(vcpu, m).ifPresent(listings::add)));
        }
        return listings;
    }

    private long address(Vcpu v) throws BadInput {
        if (at.matches("0[xX][0-9a-fA-F]{1,16}")) {
            return Long.parseUnsignedLong(at.substring(2), 16);
        }
        if (v.registerNames().contains(at)) {
            return v.register(at);
        }
        throw new BadInput("--at " + at + ", allowed: 0x and 1 to 16 hexadecimal digits, or a register");
    }
}
