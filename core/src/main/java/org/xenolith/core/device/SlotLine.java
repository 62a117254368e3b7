// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import java.util.concurrent.atomic.AtomicLong;
import org.xenolith.api.irq.InterruptLine;

/** A slot's interrupt line: it keeps its level while the devices behind it change. */
final class SlotLine implements InterruptLine {
    private final InterruptLine target;
    private final AtomicLong raised = new AtomicLong();
    private volatile boolean driven;
    private volatile boolean high;

    SlotLine(InterruptLine target) {
        this.target = target;
    }

    @Override
    public void set(boolean level) {
        driven = true;
        note(level);
        target.set(level);
    }

    @Override
    public void withdraw() {
        driven = true;
        note(false);
        target.withdraw();
    }

    private void note(boolean level) {
        if (high != level) {
            high = level;
            if (level) {
                raised.incrementAndGet();
            }
        }
    }

    /** Returns how often the line has been raised. */
    long raised() {
        return raised.get();
    }

    /** Forgets whether a device has driven the line. */
    void expect() {
        driven = false;
    }

    /** Lowers the line if no device has driven it since {@link #expect}: the one there now has no interrupt. */
    void settle() {
        if (!driven) {
            high = false;
            target.set(false);
        }
    }
}
