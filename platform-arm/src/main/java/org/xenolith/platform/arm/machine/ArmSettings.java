// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.engine.Tier;
import org.xenolith.engine.exec.CodePolicy;
import org.xenolith.platform.arm.boot.ArmGuestLayout;
import org.xenolith.platform.arm.boot.Placement;
import org.xenolith.platform.arm.cpu.HostBehaviour;
import org.xenolith.platform.arm.gic.GicVersion;

/**
 * The settings of an Arm domain.
 *
 * @param asXen {@code profile}: {@code architectural} (default), or {@code xen} for Xen's deviations
 * @param gic {@code gic}: {@code v2} or {@code v3} (default)
 * @param builder {@code builder}: {@code libxl} (default) or {@code dom0less}: device tree and placement
 * @param cpu {@code cpu}: {@code cortex-a53} (default) or {@code cortex-a57}
 * @param uart {@code uart}: kind of the device in slot uart0, or {@code none}
 * @param uartProfile {@code uart-profile}: passed to the UART
 * @param uartEdges {@code uart-wiring}: {@code level} (default) or {@code edge}: what the UART does at its interrupt input
 * @param primeCell {@code uart-node}: {@code sbsa} (default), or {@code pl011}, which only an extended UART answers to
 * @param hypervisorNode {@code hypervisor-node}: whether the tree has it; default true for libxl, false for dom0less
 * @param xenRelease {@code xen-release}: {@code 4.23} (default) or {@code 4.17}
 * @param decodesInstructions {@code mmio-decode}: {@code full} (default) or {@code syndrome}: what the host completes at a device
 * @param xenQuirks {@code xen-quirks}: {@code true} or {@code false} (default): where Xen strays from the architecture
 * @param tee {@code tee}: {@code none} (default) or {@code ffa}
 * @param tier {@code tier}: {@code compiled} (default), {@code interpreter} or {@code compiled-at-once}: what executes guest code
 * @param remember {@code remember}: {@code true} or {@code false} (default): whether what is compiled is compiled sooner in
 *     later runs, where the host has a folder for it
 * @param codeBlocks {@code code-blocks}: most blocks of translated guest code that are kept, 64 to 16,777,216; regions have
 *     a bound that follows from it, see {@link CodePolicy#regions}
 * @param uuid {@code uuid}: the domain's handle; by default of zeros for dom0less, made from the name for libxl
 * @param deviceTree {@code device-tree}: the file of a partial device tree to add
 * @param spis {@code spis}: number of shared interrupts, 0 for the builder's default
 */
record ArmSettings(
        boolean asXen,
        GicVersion gic,
        Placement.Builder builder,
        String cpu,
        String uart,
        String uartProfile,
        boolean uartEdges,
        boolean primeCell,
        boolean hypervisorNode,
        String xenRelease,
        boolean decodesInstructions,
        boolean xenQuirks,
        String tee,
        Tier tier,
        boolean remember,
        int codeBlocks,
        Optional<UUID> uuid,
        Optional<Path> deviceTree,
        int spis) {

    private static final UUID ZERO = new UUID(0, 0);

    private static final Set<String> NAMES = Set.of(
            "profile",
            "gic",
            "builder",
            "cpu",
            "uart",
            "uart-profile",
            "uart-wiring",
            "uart-node",
            "hypervisor-node",
            "xen-release",
            "mmio-decode",
            "xen-quirks",
            "tee",
            "tier",
            "remember",
            "code-blocks",
            "uuid",
            "device-tree",
            "spis");

    static ArmSettings of(Map<String, String> given) throws DomainException {
        for (String name : given.keySet()) {
            if (!NAMES.contains(name)) {
                throw new DomainException("setting " + name + ", allowed: " + NAMES);
            }
        }
        boolean dom0less = choice(given, "builder", "libxl", "dom0less").equals("dom0less");
        return new ArmSettings(
                choice(given, "profile", "architectural", "xen").equals("xen"),
                choice(given, "gic", "v3", "v2").equals("v3") ? GicVersion.V3 : GicVersion.V2,
                dom0less ? Placement.Builder.DOM0LESS : Placement.Builder.LIBXL,
                choice(given, "cpu", "cortex-a53", "cortex-a57"),
                given.getOrDefault("uart", "pl011"),
                given.getOrDefault("uart-profile", "mainline-xen"),
                choice(given, "uart-wiring", "level", "edge").equals("edge"),
                primeCell(given),
                choice(given, "hypervisor-node", dom0less ? "false" : "true", dom0less ? "true" : "false")
                        .equals("true"),
                choice(given, "xen-release", "4.23", "4.17"),
                choice(given, "mmio-decode", "full", "syndrome").equals("full"),
                choice(given, "xen-quirks", "false", "true").equals("true"),
                choice(given, "tee", "none", "ffa"),
                tier(choice(given, "tier", "compiled", "interpreter", "compiled-at-once")),
                choice(given, "remember", "false", "true").equals("true"),
                number(given, "code-blocks", CodePolicy.BLOCKS, 64, 1 << 24),
                uuid(given.getOrDefault("uuid", "")),
                path(given, "device-tree"),
                number(given, "spis", 0, 0, 988));
    }

    private static Tier tier(String word) {
        return Tier.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static boolean primeCell(Map<String, String> given) throws DomainException {
        boolean asked = choice(given, "uart-node", "sbsa", "pl011").equals("pl011");
        String profile = given.getOrDefault("uart-profile", "");
        if (asked && !profile.equals("extended")) {
            throw new DomainException("setting uart-node = pl011 with uart-profile = " + profile
                    + ", allowed: extended (others do not identify themselves to a PrimeCell driver)");
        }
        return asked;
    }

    /** What the host does in its own way. */
    HostBehaviour host() {
        return new HostBehaviour(asXen, asXen, decodesInstructions, xenQuirks);
    }

    /** How the device tree describes the UART. */
    ArmGuestLayout.Uart describedUart() {
        if (uart.equals("none")) {
            return ArmGuestLayout.Uart.NONE;
        }
        return primeCell ? ArmGuestLayout.Uart.PRIMECELL : ArmGuestLayout.Uart.SBSA;
    }

    /** Whether a daemon in another domain serves the UART, through a ring in the guest's memory. */
    boolean uartDaemon() {
        return !uart.equals("none") && !uartProfile.equals("mainline-xen");
    }

    /** The domain's unique handle: the hypervisor gives none to a domain that it creates itself. */
    UUID handle(String name) {
        return uuid.orElseGet(() -> builder == Placement.Builder.DOM0LESS
                ? ZERO
                : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<UUID> uuid(String text) throws DomainException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw new DomainException("setting uuid = " + text + ", allowed: hexadecimal digits as 8-4-4-4-12");
        }
        return Optional.of(UUID.fromString(text));
    }

    private static Optional<Path> path(Map<String, String> given, String name) throws DomainException {
        try {
            return Optional.ofNullable(given.get(name)).map(Path::of);
        } catch (InvalidPathException e) {
            throw new DomainException("setting " + name + ": " + e.getMessage() + ", allowed: a file name", e);
        }
    }

    private static int number(Map<String, String> given, String name, int otherwise, int least, int most)
            throws DomainException {
        String text = given.getOrDefault(name, Integer.toString(otherwise));
        int value = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw new DomainException("setting " + name + " = " + text + ", allowed: " + least + " to " + most);
        }
        return value;
    }

    /** Returns a setting; the first of the values is the default. */
    private static String choice(Map<String, String> given, String name, String... values) throws DomainException {
        String value = given.getOrDefault(name, values[0]);
        if (!List.of(values).contains(value)) {
            throw new DomainException("setting " + name + " = " + value + ", allowed: " + String.join(", ", values));
        }
        return value;
    }
}
