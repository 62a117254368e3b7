// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.reference;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.opentest4j.AssertionFailedError;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleSink;

/** Keeps what a guest prints. */
final class ConsoleText implements ConsoleSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void accept(byte[] source, int offset, int length) {
        bytes.write(source, offset, length);
        notifyAll();
    }

    /** Everything that the guest has given to its console, once it has arrived. */
    synchronized String complete(Console console) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        long given = console.counters().out();
        while (bytes.size() < given) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionFailedError(bytes.size() + " of " + given + " bytes arrived");
            }
            wait(left);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
