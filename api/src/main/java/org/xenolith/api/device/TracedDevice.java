// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.device;

import org.osgi.annotation.versioning.ConsumerType;

/** A device that knows the names of its registers and of their fields, for traces. */
@ConsumerType
public interface TracedDevice extends Device {
    /**
     * Says what an access means. Any thread may ask, also about accesses of long ago, and of a device that has gone; it
     * depends on the access and on the device's settings only.
     *
     * @return one line, without a line end
     */
    String describe(DeviceAccess access);
}
