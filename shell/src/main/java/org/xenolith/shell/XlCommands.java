// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenolith.api.bus.Region;
import org.xenolith.api.code.BlockListing;
import org.xenolith.api.code.GuestCode;
import org.xenolith.api.console.Console;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.hypervisor.GuestFileException;
import org.xenolith.api.hypervisor.GuestFiles;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;

/**
 * The commands of xl, for the interactive shell and for scripts: each returns what it prints.
 *
 * <p>A domain is named by its name or its id.
 */
@Component(
        service = XlCommands.class,
        property = {
            "osgi.command.scope=xl",
            "osgi.command.function=create",
            "osgi.command.function=list",
            "osgi.command.function=info",
            "osgi.command.function=engine",
            "osgi.command.function=code",
            "osgi.command.function=pause",
            "osgi.command.function=unpause",
            "osgi.command.function=shutdown",
            "osgi.command.function=destroy",
            "osgi.command.function=slots",
            "osgi.command.function=swap",
            "osgi.command.function=trace",
            "osgi.command.function=console",
            "osgi.command.function=type"
        })
public final class XlCommands {
    /** Ctrl-], which ends a session's connection with a console. */
    private static final int DETACH = 0x1D;

    private static final Duration TRACE_LIMIT = Duration.ofSeconds(30);

    private final Hypervisor hypervisor;
    private final GuestFiles files;

    /** Creates the commands for a host. */
    @Activate
    public XlCommands(@Reference Hypervisor hypervisor, @Reference GuestFiles files) {
        this.hypervisor = hypervisor;
        this.files = files;
    }

    /** Creates a domain from a guest file and lets it run. */
    public String create(String file) throws GuestFileException, DomainException {
        GuestFiles.GuestFile guest = files.read(Path.of(file).toAbsolutePath());
        Domain domain = hypervisor.create(guest.config());
        domain.unpause();
        StringBuilder answer = new StringBuilder();
        guest.warnings().forEach(w -> answer.append("warning: ").append(w).append('\n'));
        return answer.append("domain ")
                .append(domain.id())
                .append(' ')
                .append(domain.config().name())
                .toString();
    }

    /** Lists the domains. */
    public String list() {
        StringBuilder table = new StringBuilder(
                String.format("%-24s %5s %6s %5s %-9s %10s", "Name", "ID", "Mem", "VCPUs", "State", "Time(s)"));
        for (Domain d : hypervisor.domains()) {
            table.append(String.format(
                    "%n%-24s %5d %6d %5d %-9s %10.1f",
                    d.config().name(),
                    d.id(),
                    d.config().memory() >> 20,
                    d.config().vcpus(),
                    d.state().toString().toLowerCase(java.util.Locale.ROOT),
                    d.clock().nanos() / 1e9));
        }
        return table.toString();
    }

    /** Describes a domain. */
    public String info(String name) {
        Domain d = find(name);
        StringBuilder text = new StringBuilder();
        text.append("name         ").append(d.config().name()).append('\n');
        text.append("id           ").append(d.id()).append('\n');
        text.append("state        ").append(d.state()).append('\n');
        text.append("kernel       ").append(d.config().kernel()).append('\n');
        text.append("command line ").append(d.config().commandLine()).append('\n');
        text.append("time         ").append(d.config().timeMode()).append('\n');
        text.append("settings     ")
                .append(new java.util.TreeMap<>(d.config().settings()))
                .append('\n');
        for (Vcpu v : d.vcpus()) {
            text.append(String.format("vcpu %-7d %s, %,d instructions%n", v.id(), v.state(), v.instructions()));
        }
        for (Region r : d.bus().regions()) {
            text.append(String.format("%08x-%08x %s%n", r.base(), r.base() + r.size() - 1, r.name()));
        }
        return text.toString().stripTrailing();
    }

    /** Tells how a domain's guest code was executed. */
    public String engine(String name) {
        return codeOf(find(name)).counters().text();
    }

    /** Shows the block of guest code at a domain's first vCPU's program counter. */
    public String code(String name) {
        return code(name, 0);
    }

    /** Shows the block of guest code at a vCPU's program counter. */
    public String code(String name, int vcpu) {
        return code(name, vcpu, "pc");
    }

    /** Shows the block of guest code at an address, or at that which a register holds, as a vCPU would fetch it. */
    public String code(String name, int vcpu, String address) {
        Domain d = find(name);
        if (vcpu < 0 || vcpu >= d.vcpus().size()) {
            throw new IllegalArgumentException("no vCPU " + vcpu + "; domain " + name + " has 0 to "
                    + (d.vcpus().size() - 1));
        }
        GuestCode code = codeOf(d);
        List<BlockListing> found = new ArrayList<>();
        d.atSafepoint(
                () -> code.block(vcpu, address(d.vcpus().get(vcpu), address)).ifPresent(found::add));
        return found.isEmpty()
                ? "no instruction can be fetched at " + address
                : found.getFirst().text().stripTrailing();
    }

    private static long address(Vcpu vcpu, String address) {
        return address.matches("0[xX][0-9a-fA-F]{1,16}")
                ? Long.parseUnsignedLong(address.substring(2), 16)
                : vcpu.register(address);
    }

    private static GuestCode codeOf(Domain d) {
        return d.code()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the platform of domain " + d.config().name() + " tells nothing of its code"));
    }

    /** Stops a domain's vCPUs. */
    public void pause(String name) {
        find(name).pause();
    }

    /** Lets a domain go on. */
    public void unpause(String name) {
        find(name).unpause();
    }

    /** Turns a domain off without asking its guest. */
    public void shutdown(String name) {
        find(name).shutdown(ShutdownReason.POWEROFF);
    }

    /** Ends a domain and releases everything that it had. */
    public void destroy(String name) {
        find(name).destroy();
    }

    /** Lists a domain's device slots. */
    public String slots(String name) {
        return find(name).slots().stream().map(XlCommands::describe).collect(Collectors.joining("\n"));
    }

    private static String describe(DeviceSlot slot) {
        Console.Counters c = slot.console().counters();
        return String.format(
                "%-8s %-8s %s, generation %d, %s, in %d, out %d, refused %d, dropped %d, traps %d, interrupts %d",
                slot.name(),
                slot.kind(),
                slot.occupied() ? "occupied" : "vacant",
                slot.generation(),
                slot.windows().stream()
                        .map(r -> String.format("%x-%x", r.base(), r.base() + r.size() - 1))
                        .collect(Collectors.joining(" ")),
                c.in(),
                c.out(),
                c.refused(),
                c.dropped(),
                slot.activity().accesses(),
                slot.activity().interrupts());
    }

    /** Replaces the device in a slot by one of a kind, while the guest runs. */
    public String swap(String name, String slot, String kind) throws DeviceException {
        DeviceSlot s = slotOf(name, slot);
        DeviceSlot.SwapReport report = s.swap(kind);
        return String.format(
                "%s: %s -> %s, the guest stood still for %.1f us",
                slot, report.from(), report.to(), report.stallNanos() / 1e3);
    }

    /**
     * Connects the session with a domain's console: first what it has shown lately, then what it shows, and what is
     * typed goes to the guest. Ctrl-] (and Enter, where the terminal hands over lines) detaches.
     */
    @SuppressWarnings("SystemOut") // the shell gives each session its own
    public void console(String name) throws IOException, InterruptedException {
        Console console = consoleOf(name);
        PrintStream out = System.out;
        InputStream in = System.in;
        try (Console.Attachment attachment = console.attach(
                (bytes, offset, length) -> {
                    out.write(bytes, offset, length);
                    out.flush();
                },
                true)) {
            byte[] one = new byte[1];
            for (int typed = in.read(); typed >= 0 && typed != DETACH; typed = in.read()) {
                one[0] = (byte) typed;
                console.input(one);
            }
        }
    }

    /** Types a line at a domain's console. */
    public void type(String name, String line) throws InterruptedException {
        Console console = find(name)
                .console()
                .orElseThrow(() -> new IllegalArgumentException("domain " + name + " has no console"));
        console.input((line + "\r").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Prints the accesses to a slot's device by register and field, until Enter is pressed. */
    @SuppressWarnings("SystemOut") // the shell gives each session its own
    public void trace(String name, String slot) throws IOException, InterruptedException {
        DeviceSlot traced = slotOf(name, slot);
        InputStream in = System.in;
        try (AccessTrace trace = AccessTrace.begin(traced, System.out, 1)) {
            int typed = in.read();
            while (typed >= 0 && typed != '\n' && typed != '\r') {
                typed = in.read();
            }
        }
    }

    /** Prints so many accesses to a slot's device, or those of half a minute. */
    @SuppressWarnings("SystemOut") // the shell gives each session its own
    public void trace(String name, String slot, int accesses) throws InterruptedException {
        try (AccessTrace trace = AccessTrace.begin(slotOf(name, slot), System.out, accesses)) {
            boolean unused = trace.await(TRACE_LIMIT);
        }
    }

    private DeviceSlot slotOf(String name, String slot) {
        Domain d = find(name);
        return d.slot(slot)
                .orElseThrow(() -> new IllegalArgumentException("domain " + name + " has no slot " + slot + "; it has: "
                        + d.slots().stream().map(DeviceSlot::name).toList()));
    }

    private Console consoleOf(String name) {
        return find(name)
                .console()
                .orElseThrow(() -> new IllegalArgumentException("domain " + name + " has no console"));
    }

    private Domain find(String name) {
        Optional<Domain> byName = hypervisor.domain(name);
        if (byName.isEmpty() && name.matches("[0-9]{1,9}")) {
            byName = hypervisor.domain(Integer.parseInt(name));
        }
        return byName.orElseThrow(() -> new IllegalArgumentException("no domain " + name));
    }
}
