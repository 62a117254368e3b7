// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenolith.api.irq.InterruptLine;

/**
 * The way from the device's state to its interrupt line.
 *
 * <p>The level is noted under the device's lock and driven after it. One thread drives at a time; a level that is noted
 * meanwhile makes it drive again, so the line always ends at the last level noted, whatever threads race.
 */
final class InterruptOutput {
    private final InterruptLine line;
    private final boolean edges;
    private final AtomicBoolean driving = new AtomicBoolean();
    private final AtomicInteger pulses = new AtomicInteger();
    private volatile boolean level;
    private volatile boolean due;

    /**
     * Creates an output that has driven nothing yet.
     *
     * @param edges the line ends at an edge-triggered input: it gets a pulse per injection and no levels
     */
    InterruptOutput(InterruptLine line, boolean edges) {
        this.line = line;
        this.edges = edges;
    }

    /** Notes the level. Under the device's lock. */
    void level(boolean next) {
        if (next != level) {
            level = next;
            if (!edges) {
                due = true;
            }
        }
    }

    /** Notes an injection. Under the device's lock. */
    void inject() {
        if (edges) {
            pulses.incrementAndGet();
            due = true;
        }
    }

    /** Drives what has been noted. Not under the device's lock. */
    void drive() {
        while (due && driving.compareAndSet(false, true)) {
            try {
                due = false;
                emit();
            } finally {
                driving.set(false);
            }
        }
    }

    /** Drives the level even if it has not changed. */
    void refresh() {
        due = true;
        drive();
    }

    /** Ends: when this returns the line is not being driven and will not be. */
    void close() {
        while (!driving.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
    }

    private void emit() {
        if (edges) {
            for (int n = pulses.getAndSet(0); n > 0; n--) {
                line.pulse();
            }
        } else {
            line.set(level);
        }
    }
}
