// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleSink;

/** Gives output to all sinks, in order, and keeps the last of it for those who come later. */
final class SinkFan {
    /** Bytes of output that are kept. */
    static final int HISTORY = 64 * 1024;

    private final ReentrantLock delivery = new ReentrantLock();
    private final List<ConsoleSink> sinks = new CopyOnWriteArrayList<>();
    private final BiConsumer<String, Throwable> failures;
    private byte[] history = {};
    private int kept;
    private int next;

    /**
     * Creates a fan without sinks.
     *
     * @param failures is told when a sink throws; the sink is then detached
     */
    SinkFan(BiConsumer<String, Throwable> failures) {
        this.failures = failures;
    }

    /** Delivers bytes; one caller at a time gets through. */
    void deliver(byte[] bytes, int length) {
        delivery.lock();
        try {
            keep(bytes, length);
            for (ConsoleSink sink : sinks) {
                give(sink, bytes, length);
            }
        } finally {
            delivery.unlock();
        }
    }

    private void give(ConsoleSink sink, byte[] bytes, int length) {
        try {
            sink.accept(bytes, 0, length);
        } catch (RuntimeException e) {
            sinks.remove(sink);
            failures.accept("a console sink failed and is detached", e);
        }
    }

    /** A quiet console keeps no buffer; it doubles up to its full size. */
    private void keep(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (kept == history.length && kept < HISTORY) {
                history = java.util.Arrays.copyOf(history, Math.max(256, 2 * kept));
                next = kept;
            }
            history[next] = bytes[i];
            next = (next + 1) % history.length;
            kept = Math.min(kept + 1, history.length);
        }
    }

    Console.Attachment attach(ConsoleSink sink, boolean replay) {
        ConsoleSink own = sink::accept;
        delivery.lock();
        try {
            if (replay && kept > 0) {
                byte[] past = past();
                own.accept(past, 0, past.length);
            }
            sinks.add(own);
        } finally {
            delivery.unlock();
        }
        return () -> sinks.remove(own);
    }

    private byte[] past() {
        byte[] past = new byte[kept];
        int first = kept < history.length ? 0 : next;
        for (int i = 0; i < kept; i++) {
            past[i] = history[(first + i) % history.length];
        }
        return past;
    }
}
