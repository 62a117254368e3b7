// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console.backend;

import java.util.concurrent.atomic.AtomicLong;
import org.xenolith.api.console.ConsoleBackend.Traffic;

/** Counts what goes over a connection. Any thread. */
final class TrafficCounter {
    private final AtomicLong out = new AtomicLong();
    private final AtomicLong in = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    void out(long bytes) {
        out.addAndGet(bytes);
    }

    void in(long bytes) {
        in.addAndGet(bytes);
    }

    void dropped(long bytes) {
        dropped.addAndGet(bytes);
    }

    Traffic traffic() {
        return new Traffic(out.get(), in.get(), dropped.get());
    }
}
