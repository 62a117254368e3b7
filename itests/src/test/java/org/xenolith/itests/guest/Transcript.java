// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.opentest4j.AssertionFailedError;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleSink;
import org.xenolith.api.hypervisor.Domain;

/** Everything that a guest prints, as Latin-1 text, and waiting for what it is to print. Any thread may call. */
final class Transcript implements ConsoleSink, AutoCloseable {
    private static final int SHOWN = 2_000;

    private final Domain domain;
    private final Console console;
    private final Console.Attachment attachment;
    private final StringBuilder text = new StringBuilder();

    private Transcript(Domain domain) {
        this.domain = domain;
        console = domain.console().orElseThrow();
        attachment = console.attach(this, true);
        domain.ended().thenAccept(reason -> wakeUp());
    }

    /** Begins to listen; what the console still has from before is in it. */
    static Transcript of(Domain domain) {
        return new Transcript(domain);
    }

    @Override
    public synchronized void accept(byte[] bytes, int offset, int length) {
        text.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
        notifyAll();
    }

    private synchronized void wakeUp() {
        notifyAll();
    }

    /** Types at the console. */
    void type(String input) throws InterruptedException {
        console.input(input.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** How many characters there are. */
    synchronized int length() {
        return text.length();
    }

    /** All of it. */
    synchronized String text() {
        return text.toString();
    }

    /**
     * Waits for a text.
     *
     * @param from where it may begin, at the earliest
     * @return where it ends
     * @throws AssertionFailedError if it does not come in time, or the domain ends without it
     */
    synchronized int await(String wanted, int from, Duration limit) throws InterruptedException {
        int[] searched = {from};
        boolean there = awaitThat(
                () -> {
                    int found = text.indexOf(wanted, searched[0]);
                    searched[0] = found >= 0 ? found : Math.max(from, text.length() - wanted.length());
                    return found >= 0;
                },
                limit);
        if (!there) {
            throw new AssertionFailedError("no \"" + wanted + "\" within " + limit + ", domain " + domain.state() + " "
                    + domain.shutdownReason() + "; the end of the console:\n"
                    + text.substring(Math.max(from, text.length() - SHOWN)));
        }
        return searched[0] + wanted.length();
    }

    /** Waits for a condition on what has been printed; false if the time is over or nothing more will come. */
    synchronized boolean awaitThat(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            boolean over = domain.ended().isDone()
                    && text.length() >= console.counters().out();
            if (left <= 0 || over) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Waits until everything that the guest has given to its console is here. */
    synchronized String complete(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        long given = console.counters().out();
        while (text.length() < given) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionFailedError(text.length() + " of " + given + " bytes within " + limit);
            }
            wait(left);
        }
        return text.toString();
    }

    @Override
    public void close() {
        attachment.close();
    }
}
