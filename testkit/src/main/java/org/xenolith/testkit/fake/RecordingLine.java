// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.fake;

import java.util.concurrent.atomic.AtomicInteger;
import org.xenolith.api.irq.InterruptLine;

/** An interrupt line that remembers its level and counts pulses. */
public final class RecordingLine implements InterruptLine {
    private final AtomicInteger pulses = new AtomicInteger();
    private volatile boolean level;

    @Override
    public void set(boolean level) {
        this.level = level;
    }

    @Override
    public void pulse() {
        pulses.incrementAndGet();
    }

    /** Returns the level driven last. */
    public boolean level() {
        return level;
    }

    /** Returns how often the line was pulsed. */
    public int pulses() {
        return pulses.get();
    }
}
