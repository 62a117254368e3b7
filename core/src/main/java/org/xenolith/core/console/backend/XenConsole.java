// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console.backend;

import java.io.OutputStream;
import java.io.PrintStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleBackend;

/**
 * Shows a console's output on the host's standard output as Xen's console does: several guests' lines stay apart. The
 * target is the id in front of the lines, or {@code ID:input} for the domain that has the console's input, whose output
 * is raw. Input is the matter of others.
 */
@Component(property = ConsoleBackend.TYPE + "=xen")
public final class XenConsole implements ConsoleBackend {
    private static final String INPUT = ":input";

    private final PrintStream out;

    /** Takes the host's stream. */
    @Activate
    @SuppressWarnings("SystemOut") // that is what it is for
    public XenConsole() {
        this(System.out);
    }

    XenConsole(OutputStream out) {
        this.out = new PrintStream(out, true);
    }

    @Override
    public Connection connect(Console console, String target) {
        boolean input = target.endsWith(INPUT);
        String id = input ? target.substring(0, target.length() - INPUT.length()) : target;
        if (!id.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("console back end xen: target " + target + ", allowed: ID, ID" + INPUT);
        }
        return new Shown(console, Integer.parseInt(id), input);
    }

    private final class Shown implements Connection {
        private final int domain;
        private final TrafficCounter traffic = new TrafficCounter();
        private final DomainLines lines;
        private final Console.Attachment attachment;

        Shown(Console console, int domain, boolean input) {
            this.domain = domain;
            lines = new DomainLines(domain, this::print);
            lines.focus(input);
            attachment = console.attach(this::accept, true);
        }

        private void print(byte[] bytes, int offset, int length) {
            out.write(bytes, offset, length);
            out.flush();
        }

        private void accept(byte[] bytes, int offset, int length) {
            for (int i = 0; i < length; i++) {
                lines.accept(bytes[offset + i]);
            }
            traffic.out(length);
        }

        @Override
        public String describe() {
            return "xen, as domain " + domain;
        }

        @Override
        public Traffic traffic() {
            return traffic.traffic();
        }

        @Override
        public void close() {
            attachment.close();
        }
    }
}
