// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xenolith.api.console.Console;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.hypervisor.GuestFileException;
import org.xenolith.api.hypervisor.GuestFiles;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;

/** Creating a domain from a guest file or a configuration. */
final class Guest {
    private Guest() {}

    private static final String TIERS = "compiled, interpreter, compiled-at-once";

    /** Describes the option that chooses a tier. */
    static final String TIER = "What executes guest code, instead of what the guest file says: " + TIERS + ".";

    /** Returns the settings that an option for a tier makes. */
    static Map<String, String> tier(Optional<String> option) throws BadInput {
        if (option.isPresent() && !List.of(TIERS.split(", ")).contains(option.get())) {
            throw new BadInput("--tier " + option.get() + ", allowed: " + TIERS);
        }
        return option.map(tier -> Map.of("tier", tier)).orElse(Map.of());
    }

    /** Builds the domain that a guest file describes; prints the file's warnings. */
    static Domain create(EmbeddedHost host, Path file, PrintStream warnings) throws BadInput {
        return create(host, file, warnings, Map.of());
    }

    /** Builds the domain that a guest file describes, with other settings instead of the file's. */
    static Domain create(EmbeddedHost host, Path file, PrintStream warnings, Map<String, String> instead)
            throws BadInput {
        try {
            GuestFiles.GuestFile guest = host.service(GuestFiles.class).read(file);
            guest.warnings().forEach(w -> warnings.println("xenolith: warning: " + w));
            return create(host, with(guest.config(), instead), file.toString());
        } catch (GuestFileException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    private static DomainConfig with(DomainConfig c, Map<String, String> instead) {
        Map<String, String> settings = new HashMap<>(c.settings());
        settings.putAll(instead);
        return new DomainConfig(
                c.name(),
                c.arch(),
                c.memory(),
                c.vcpus(),
                c.kernel(),
                c.ramdisk(),
                c.commandLine(),
                c.timeMode(),
                settings);
    }

    /** Builds a domain. */
    static Domain create(EmbeddedHost host, DomainConfig config, String origin) throws BadInput {
        try {
            return host.service(Hypervisor.class).create(config);
        } catch (DomainException e) {
            throw new BadInput(origin + ": " + e.getMessage());
        }
    }

    /** Returns the domain's console. */
    static Console console(Domain domain) throws BadInput {
        return domain.console()
                .orElseThrow(() -> new BadInput(
                        "domain " + domain.config().name() + " has no console: vuart = \"sbsa_uart\" gives it one"));
    }

    /** Returns the counters of the domain's console; all zero if it has none. */
    static Console.Counters counters(Domain domain) {
        return domain.console().map(Console::counters).orElse(new Console.Counters(0, 0, 0, 0));
    }

    /** Returns the exit code for the way a domain ended. */
    static int exitCode(ShutdownReason reason) {
        return switch (reason) {
            case POWEROFF, REBOOT, SUSPEND, SOFT_RESET -> 0;
            case CRASH, WATCHDOG -> Main.CRASH;
        };
    }
}
