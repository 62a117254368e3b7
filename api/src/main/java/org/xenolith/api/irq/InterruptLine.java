// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.irq;

import org.osgi.annotation.versioning.ProviderType;

/** A wire from a device to an interrupt controller. Any thread may drive it. */
@ProviderType
public interface InterruptLine {
    /** A line that leads nowhere. */
    InterruptLine UNCONNECTED = level -> {};

    /**
     * Drives the line. For an edge-triggered input a change from false to true is the event. Driving the level that the
     * line has already is cheap and has no effect.
     */
    void set(boolean level);

    /**
     * Lowers the line; what it ends at also forgets an edge that nobody has acknowledged, if its input is
     * edge-triggered. An interrupt that is active is left to the guest.
     */
    default void withdraw() {
        set(false);
    }

    /** Raises and lowers the line: one edge. */
    default void pulse() {
        set(true);
        set(false);
    }
}
