// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleSink;

/** A console that remembers what is typed at it, and gives what a guest prints to the sinks that are attached. */
final class FakeConsole implements Console {
    final List<ConsoleSink> sinks = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
    private String printed = "";

    /** The guest prints. */
    void print(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        printed += text;
        sinks.forEach(sink -> sink.accept(bytes, 0, bytes.length));
    }

    String typed() {
        return typed.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
        return "uart0";
    }

    @Override
    public Attachment attach(ConsoleSink sink, boolean replay) {
        byte[] before = printed.getBytes(StandardCharsets.ISO_8859_1);
        if (replay) {
            sink.accept(before, 0, before.length);
        }
        sinks.add(sink);
        return () -> sinks.remove(sink);
    }

    @Override
    public int offer(byte[] bytes, int offset, int length) {
        typed.write(bytes, offset, length);
        return length;
    }

    @Override
    public void input(byte[] bytes) {
        typed.writeBytes(bytes);
    }

    @Override
    public void inputAt(long nanos, byte[] bytes) {
        throw new UnsupportedOperationException("this console has no time");
    }

    @Override
    public Counters counters() {
        return new Counters(3, 40, 1, 2);
    }
}
