// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import java.util.function.BooleanSupplier;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.time.VirtualClock;

/** What a slot needs of the domain that it is in. */
public interface SlotHost {
    /** Returns the domain's id. */
    int domainId();

    /** Returns the domain's bus. */
    MmioBus bus();

    /** Returns the domain's clock. */
    VirtualClock clock();

    /** Returns the domain's memory. */
    GuestMemory memory();

    /** Returns the domain's event channels. */
    EventChannels events();

    /**
     * Runs an action while no vCPU executes.
     *
     * @return how long they stood still, host nanoseconds
     * @throws IllegalStateException if the domain is gone, or the caller executes a guest
     */
    long atSafepoint(Runnable action);

    /** Makes the calling vCPU stand until the condition holds, time has passed or the domain ends. */
    void standUntil(BooleanSupplier condition, long nanos);

    /** Writes a line to the host's log about this domain. */
    void log(String message, Throwable cause);
}
