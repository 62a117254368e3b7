// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.device;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service that builds devices of one kind. Its service property {@link #KIND} names the kind; of several factories of
 * a kind the one with the highest {@code service.ranking} is used.
 */
@ConsumerType
public interface DeviceFactory {
    /** The service property that names the kind of device. */
    String KIND = "xenolith.device";

    /**
     * Builds a device. Nothing is visible to the guest yet, so it may fail freely. A device that is never started is
     * dropped without being told (a rehearsal before a swap, a swap that fails), so what has to be given back is
     * acquired in {@link Device#start}, not here.
     *
     * @param context what the slot offers
     * @param state what the predecessor left, possibly of another kind or version; {@link DeviceState#initial} for the
     *     first device
     * @throws DeviceException if the state cannot be taken over
     */
    Device create(DeviceContext context, DeviceState state) throws DeviceException;
}
