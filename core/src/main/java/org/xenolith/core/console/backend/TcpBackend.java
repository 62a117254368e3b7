// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Component;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleBackend;

/**
 * Offers a console at a TCP port of this host; the target is the port, 0 for any. Only programs on this host can connect:
 * a console has no password. Any number of clients may be there, each sees the output kept from before first, and what
 * each types goes to the guest.
 */
@Component(property = ConsoleBackend.TYPE + "=tcp")
public final class TcpBackend implements ConsoleBackend {
    private static final int CLIENTS = 16;

    @Override
    public Connection connect(Console console, String target) throws IOException {
        if (!target.matches("[0-9]{1,5}") || Integer.parseInt(target) > 0xFFFF) {
            throw new IllegalArgumentException("console back end tcp: port " + target + ", allowed: 0 to 65535");
        }
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(target)), CLIENTS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new Listener(console, socket);
    }

    /** A port at which a console is offered. */
    private static final class Listener implements Connection {
        private final Console console;
        private final ServerSocket socket;
        private final Map<Socket, StreamConnection> clients = new ConcurrentHashMap<>();
        private final AtomicLong out = new AtomicLong();
        private final AtomicLong in = new AtomicLong();
        private final AtomicLong dropped = new AtomicLong();

        Listener(Console console, ServerSocket socket) {
            this.console = console;
            this.socket = socket;
            Thread.ofVirtual().name("xenolith-" + describe()).start(this::acceptAll);
        }

        private void acceptAll() {
            while (!socket.isClosed()) {
                try {
                    serve(socket.accept());
                } catch (IOException e) {
                    // the port is closed, or this client was gone before it could be served
                }
            }
        }

        private void serve(Socket client) throws IOException {
            clients.values().removeIf(this::gone);
            if (clients.size() >= CLIENTS) {
                client.close();
                return;
            }
            clients.put(
                    client,
                    new StreamConnection(
                            describe(),
                            console,
                            client.getInputStream(),
                            client.getOutputStream(),
                            true,
                            () -> Quietly.close(client)));
            if (socket.isClosed()) {
                close();
            }
        }

        private boolean gone(StreamConnection connection) {
            if (!connection.describe().endsWith("(broken)")) {
                return false;
            }
            finish(connection);
            return true;
        }

        private void finish(StreamConnection connection) {
            connection.close();
            Traffic last = connection.traffic();
            out.addAndGet(last.out());
            in.addAndGet(last.in());
            dropped.addAndGet(last.dropped());
        }

        @Override
        public String describe() {
            return "tcp " + socket.getLocalPort();
        }

        @Override
        public Traffic traffic() {
            Traffic sum = new Traffic(out.get(), in.get(), dropped.get());
            for (StreamConnection client : clients.values()) {
                Traffic now = client.traffic();
                sum = new Traffic(sum.out() + now.out(), sum.in() + now.in(), sum.dropped() + now.dropped());
            }
            return sum;
        }

        @Override
        public void close() {
            Quietly.close(socket);
            clients.values().removeIf(client -> {
                finish(client);
                return true;
            });
        }
    }
}
