// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleBackend;
import org.xenolith.api.hypervisor.ShutdownReason;

/** Connecting consoles with back ends, and who ends a connection. */
class ConsoleCommandsTest {
    /** A back end that remembers its connections; {@code refuse} is a target it does not find. */
    private static final class FakeBackend implements ConsoleBackend {
        final List<String> open = new ArrayList<>();
        final List<Console> consoles = new ArrayList<>();

        @Override
        public Connection connect(Console console, String target) throws IOException {
            if (target.equals("refuse")) {
                throw new IOException("no such target");
            }
            open.add(target);
            consoles.add(console);
            return new Connection() {
                @Override
                public String describe() {
                    return "to '" + target + "'";
                }

                @Override
                public Traffic traffic() {
                    return new Traffic(10, 20, 30);
                }

                @Override
                public void close() {
                    open.remove(target);
                }
            };
        }
    }

    private final FakeHost host = new FakeHost();
    private final ConsoleCommands commands = new ConsoleCommands(host.hypervisor);
    private final FakeBackend file = backend("file");
    private final FakeBackend tcp = backend("tcp");

    private FakeBackend backend(String type) {
        FakeBackend backend = new FakeBackend();
        commands.addBackend(backend, Map.of(ConsoleBackend.TYPE, type));
        return backend;
    }

    @Test
    void severalBackEndsAreConnectedAtOnceAndListedWithTheirTraffic() throws Exception {
        assertEquals(
                "1: guest uart0, to 'log', out 10, in 20, dropped 30",
                commands.connect("guest", "uart0", "file", "log"));
        assertEquals("2: guest uart0, to '', out 10, in 20, dropped 30", commands.connect("guest", "uart0", "tcp"));
        assertEquals(
                """
                1: guest uart0, to 'log', out 10, in 20, dropped 30
                2: guest uart0, to '', out 10, in 20, dropped 30""",
                commands.connections());
        assertSame(host.slot.console, file.consoles.getFirst());
    }

    @Test
    void aConnectionEndsOnceAndTheOthersStay() throws Exception {
        commands.connect("guest", "uart0", "file", "a");
        commands.connect("guest", "uart0", "file", "b");
        commands.disconnect(1);
        commands.disconnect(1);
        commands.disconnect(99);
        assertEquals(List.of("b"), file.open);
        assertEquals("2: guest uart0, to 'b', out 10, in 20, dropped 30", commands.connections());
    }

    @Test
    void connectionsEndWithTheirBackEnd() throws Exception {
        commands.connect("guest", "uart0", "file", "a");
        commands.connect("guest", "uart0", "tcp", "b");
        commands.removeBackend(file);
        assertEquals(List.of(), file.open);
        assertEquals(List.of("b"), tcp.open);
        assertEquals(
                "no console back end file; there are: [tcp]",
                assertThrows(IllegalArgumentException.class, () -> commands.connect("guest", "uart0", "file"))
                        .getMessage());
    }

    @Test
    void connectionsEndWithTheirDomain() throws Exception {
        commands.connect("guest", "uart0", "file", "a");
        host.ended.complete(ShutdownReason.POWEROFF);
        assertEquals(List.of(), file.open);
        assertEquals("", commands.connections());
        commands.connect("guest", "uart0", "file", "late");
        assertEquals(List.of(), file.open, "a domain that has ended keeps no connection");
    }

    @Test
    void connectionsEndWithTheCommands() throws Exception {
        commands.connect("guest", "uart0", "file", "a");
        commands.connect("guest", "uart0", "tcp", "b");
        commands.close();
        assertEquals(List.of(), file.open);
        assertEquals(List.of(), tcp.open);
    }

    @Test
    void whatCannotBeConnectedIsNamedAndLeavesNothing() {
        assertEquals(
                "no domain nobody",
                assertThrows(IllegalArgumentException.class, () -> commands.connect("nobody", "uart0", "file"))
                        .getMessage());
        assertEquals(
                "domain guest has no slot uart7",
                assertThrows(IllegalArgumentException.class, () -> commands.connect("guest", "uart7", "file"))
                        .getMessage());
        assertThrows(IOException.class, () -> commands.connect("guest", "uart0", "file", "refuse"));
        assertEquals("", commands.connections());
    }
}
