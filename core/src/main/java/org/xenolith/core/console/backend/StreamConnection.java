// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleBackend.Connection;
import org.xenolith.api.console.ConsoleBackend.Traffic;
import org.xenolith.api.console.ConsoleSink;

/**
 * A console on a pair of streams. Output is written as it comes, so a stream that blocks slows the guest, as a terminal
 * that is not read does; one that fails loses what it is given, which is counted. Input is read by a thread of its own and
 * waits while the guest's queue is full.
 */
final class StreamConnection implements Connection, ConsoleSink {
    private static final int CHUNK = 1024;

    private final String name;
    private final OutputStream out;
    private final TrafficCounter traffic = new TrafficCounter();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Runnable release;
    private final Thread reader;
    private final Console.Attachment attachment;
    private volatile boolean broken;

    /**
     * Connects a console.
     *
     * @param in what the guest is given; an empty stream for none
     * @param replay whether the output kept from before comes first
     * @param release gives the streams back; a read that is waiting must end by it
     */
    StreamConnection(String name, Console console, InputStream in, OutputStream out, boolean replay, Runnable release) {
        this.name = name;
        this.out = out;
        this.release = release;
        reader = Thread.ofVirtual().name("xenolith-" + name).unstarted(() -> pump(console, in));
        attachment = console.attach(this, replay);
        reader.start();
    }

    private void pump(Console console, InputStream in) {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int n = in.read(buffer); n >= 0 && !closed.get(); n = in.read(buffer)) {
                console.input(Arrays.copyOf(buffer, n));
                traffic.in(n);
            }
        } catch (IOException e) {
            broken = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        if (broken) {
            traffic.dropped(length);
            return;
        }
        try {
            out.write(bytes, offset, length);
            out.flush();
            traffic.out(length);
        } catch (IOException e) {
            broken = true;
            traffic.dropped(length);
        }
    }

    @Override
    public String describe() {
        return name + (broken ? " (broken)" : "");
    }

    @Override
    public Traffic traffic() {
        return traffic.traffic();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            attachment.close();
            release.run();
            reader.interrupt();
        }
    }
}
