// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.xenolith.api.console.ConsoleBackend;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.Hypervisor;

/** Commands that connect consoles with files, sockets and streams, several at once. */
@Component(
        service = ConsoleCommands.class,
        property = {
            "osgi.command.scope=xl",
            "osgi.command.function=connect",
            "osgi.command.function=connections",
            "osgi.command.function=disconnect"
        })
public final class ConsoleCommands {
    private final Hypervisor hypervisor;
    private final Map<String, ConsoleBackend> backends = new ConcurrentHashMap<>();
    private final Map<Integer, Connected> connections = new ConcurrentSkipListMap<>();
    private final AtomicInteger last = new AtomicInteger();

    private record Connected(String console, ConsoleBackend backend, ConsoleBackend.Connection connection) {
        @Override
        public String toString() {
            ConsoleBackend.Traffic traffic = connection.traffic();
            return String.format(
                    "%s, %s, out %d, in %d, dropped %d",
                    console, connection.describe(), traffic.out(), traffic.in(), traffic.dropped());
        }
    }

    /** Creates the commands for a host. */
    @Activate
    public ConsoleCommands(@Reference Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    /** A sort of back end has come. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addBackend(ConsoleBackend backend, Map<String, Object> properties) {
        backends.put(String.valueOf(properties.get(ConsoleBackend.TYPE)), backend);
    }

    /** A sort of back end has gone, and its connections with it. */
    public void removeBackend(ConsoleBackend backend) {
        backends.values().remove(backend);
        connections.values().removeIf(connected -> {
            boolean gone = connected.backend == backend;
            if (gone) {
                connected.connection.close();
            }
            return gone;
        });
    }

    /** Ends all connections. */
    @Deactivate
    public void close() {
        connections.values().forEach(connected -> connected.connection.close());
        connections.clear();
    }

    /** Connects a slot's console with something that needs no target. */
    public String connect(String domain, String slot, String type) throws IOException {
        return connect(domain, slot, type, "");
    }

    /** Connects a slot's console; returns the number of the connection and what is connected. */
    public String connect(String domain, String slot, String type, String target) throws IOException {
        ConsoleBackend backend = backends.get(type);
        if (backend == null) {
            throw new IllegalArgumentException(
                    "no console back end " + type + "; there are: " + new TreeMap<>(backends).keySet());
        }
        Domain found = hypervisor.domain(domain).orElseThrow(() -> new IllegalArgumentException("no domain " + domain));
        DeviceSlot place = found.slot(slot)
                .orElseThrow(() -> new IllegalArgumentException("domain " + domain + " has no slot " + slot));
        int number = last.incrementAndGet();
        Connected connected = new Connected(domain + " " + slot, backend, backend.connect(place.console(), target));
        connections.put(number, connected);
        found.ended().thenRun(() -> disconnect(number));
        return number + ": " + connected;
    }

    /** Lists the connections, and what went over them. */
    public String connections() {
        return connections.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** Ends a connection; one that has ended may be ended again. */
    public void disconnect(int number) {
        Connected connected = connections.remove(number);
        if (connected != null) {
            connected.connection.close();
        }
    }
}
