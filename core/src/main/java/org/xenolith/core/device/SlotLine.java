// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import org.xenolith.api.irq.InterruptLine;

/** A slot's interrupt line: it keeps its level while the devices behind it change. */
final class SlotLine implements InterruptLine {
    private final InterruptLine target;
    private volatile boolean driven;

    SlotLine(InterruptLine target) {
        this.target = target;
    }

    @Override
    public void set(boolean level) {
        driven = true;
        target.set(level);
    }

    /** Forgets whether a device has driven the line. */
    void expect() {
        driven = false;
    }

    /** Lowers the line if no device has driven it since {@link #expect}: the one there now has no interrupt. */
    void settle() {
        if (!driven) {
            target.set(false);
        }
    }
}
