// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.device;

import org.osgi.annotation.versioning.ConsumerType;
import org.xenolith.api.bus.MmioHandler;

/** A device model in a slot. It knows no bus, no domain and no thread; everything it needs is its context. */
@ConsumerType
public interface Device extends MmioHandler {
    /**
     * Begins work: recomputes the interrupt line from the state and starts listening to the console. Called once, after
     * the device has been published.
     */
    void start();

    /**
     * Ends work and returns what a successor needs. No access is in progress and none begins afterwards. The device
     * stops listening and leaves its interrupt line alone: the slot drives it until a successor does.
     */
    DeviceState stop();

    /** Returns the state now, without ending anything; no access is in progress. */
    DeviceState state();
}
