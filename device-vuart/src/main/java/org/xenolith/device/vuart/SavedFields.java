// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.vuart;

import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;

/** Mandatory fields of a state, checked as they are read. */
final class SavedFields {
    private SavedFields() {}

    /**
     * Returns a number.
     *
     * @throws DeviceException if it is missing, of another type, or not in 0 to {@code most}
     */
    static long number(DeviceState state, String name, long most) throws DeviceException {
        present(state, name);
        long value = state.number(name, 0);
        if (value < 0 || value > most) {
            throw new DeviceException(
                    "state of " + state.kind() + ": field " + name + " is " + value + ", allowed: 0 to " + most);
        }
        return value;
    }

    /**
     * Returns bytes.
     *
     * @throws DeviceException if they are missing, of another type, or longer than {@code most}
     */
    static byte[] bytes(DeviceState state, String name, int most) throws DeviceException {
        present(state, name);
        byte[] value = state.bytes(name, new byte[0]);
        if (value.length > most) {
            throw new DeviceException("state of " + state.kind() + ": field " + name + " has " + value.length
                    + " bytes, allowed: at most " + most);
        }
        return value;
    }

    private static void present(DeviceState state, String name) throws DeviceException {
        if (!state.has(name)) {
            throw new DeviceException("state of " + state.kind() + " has no field " + name);
        }
    }
}
