// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa;

import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.PartitionInfo;
import org.xenolith.service.ffa.mediator.Endpoint;
import org.xenolith.service.ffa.mediator.Mediator;
import org.xenolith.service.ffa.trace.Histogram;

/** Commands of the interactive shell about FF-A; each returns what it prints. */
@Component(
        service = FfaCommands.class,
        property = {
            "osgi.command.scope=ffa",
            "osgi.command.function=list",
            "osgi.command.function=trace",
            "osgi.command.function=counters",
            "osgi.command.function=latency",
            "osgi.command.function=vmtovm"
        })
public final class FfaCommands {
    private final FfaService service;

    /** Creates the commands for a mediator. */
    @Activate
    public FfaCommands(@Reference FfaService service) {
        this.service = service;
    }

    /** Lists the switch, the partitions, and the virtual machines. */
    public String list() {
        Mediator m = service.mediator();
        StringBuilder text = new StringBuilder();
        text.append("VM-to-VM ")
                .append(m.mode())
                .append(m.unrestricted() ? ", no access list: every VM sees every other" : ", with an access list")
                .append(m.tainted() ? ", was on (tainted)" : "")
                .append(", tag ")
                .append(m.tag())
                .append(", ")
                .append(m.inflight())
                .append(" messages under way, profile ")
                .append(m.settings().profile());
        text.append(String.format("%n%-6s %-8s %-36s %8s %s", "ID", "Kind", "UUID", "Contexts", "Properties"));
        Map<Integer, String> names = service.partitionNames();
        for (PartitionInfo p : m.partitions()) {
            text.append(String.format(
                    "%n0x%04x %-8s %-36s %8d 0x%x %s",
                    p.id(),
                    "SP",
                    Bytes.uuid(p.uuidLow(), p.uuidHigh()),
                    p.contexts(),
                    p.properties(),
                    names.getOrDefault(p.id(), "(no service)")));
        }
        for (int id : m.endpointIds()) {
            Endpoint e = m.endpoint(id);
            if (e != null) {
                text.append(String.format(
                        "%n0x%04x %-8s %-36s %8d %s, buffers %s, %d regions, version %s, tag %d",
                        e.id(),
                        "VM",
                        e.vm().handle(),
                        e.vm().vcpus(),
                        e.vm().name(),
                        e.bufferState(),
                        e.regionCount(),
                        e.version() == 0 ? "not negotiated" : FfaVersion.name(e.version()),
                        m.tag(e)));
            }
        }
        return text.toString();
    }

    /** Shows the calls that were traced. */
    public String trace() {
        Mediator m = service.mediator();
        String lines = String.join("\n", m.trace().lines(this::name));
        return (m.trace().isOn() ? "" : "tracing is off; 'ffa:trace on' begins\n") + lines;
    }

    /** A name that an operator knows: the domain's, or that of the partition's bundle. */
    private String name(int id) {
        Endpoint e = service.mediator().endpoint(id);
        String partition = service.partitionNames().getOrDefault(id, "");
        String number = "0x" + Integer.toHexString(id);
        return e != null ? e.toString() : partition.isEmpty() ? number : partition + " (" + number + ")";
    }

    /** Turns tracing on or off. */
    public String trace(String word) {
        service.mediator().trace().turn(isOn(word));
        return "tracing is " + word;
    }

    /** Shows what each virtual machine has called, and the errors that it got. */
    public String counters() {
        return endpoints(e -> e + "\n  calls  " + e.counters().calls() + "\n  errors "
                + e.counters().errors());
    }

    /** Shows how long messages took, by pair of endpoints. */
    public String latency() {
        return endpoints(e -> e.counters().latencies().entrySet().stream()
                .map(pair -> line(e, pair.getKey(), pair.getValue()))
                .collect(Collectors.joining("\n")));
    }

    private String line(Endpoint e, int peer, Histogram h) {
        return String.format(
                "%s to %s: %,d messages, half within %,d ns, 99 %% within %,d ns, all within %,d ns",
                e, name(peer), h.count(), h.quantile(0.5), h.quantile(0.99), h.quantile(1));
    }

    private String endpoints(java.util.function.Function<Endpoint, String> description) {
        Mediator m = service.mediator();
        return m.endpointIds().stream()
                .map(m::endpoint)
                .filter(java.util.Objects::nonNull)
                .map(description)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** Turns the switch between virtual machines, until the configuration changes. */
    public String vmtovm(String word) {
        service.vmToVm(isOn(word), false);
        return "VM-to-VM is " + service.mediator().mode();
    }

    private static boolean isOn(String word) {
        return switch (word) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("'" + word + "', allowed: on, off");
        };
    }
}
