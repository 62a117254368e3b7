// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.contract;

import java.util.Optional;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;

/** The level of a device's interrupt line as a function of its state. */
@FunctionalInterface
public interface LineFormula {
    /**
     * Computes the level.
     *
     * @return empty if this state says nothing about it
     * @throws DeviceException if a field has another type
     */
    Optional<Boolean> level(DeviceState state) throws DeviceException;

    /** Says nothing. */
    final class Unknown implements LineFormula {
        @Override
        public Optional<Boolean> level(DeviceState state) {
            return Optional.empty();
        }
    }
}
