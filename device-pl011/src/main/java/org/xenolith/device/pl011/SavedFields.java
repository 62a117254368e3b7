// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;

/**
 * Fields of a state, each checked as it is read. All are mandatory.
 *
 * @param prefix comes before each name
 */
record SavedFields(DeviceState state, String prefix) {
    /**
     * Returns a number.
     *
     * @throws DeviceException if it is missing, of another type, or not in {@code least} to {@code most}
     */
    long number(String name, long least, long most) throws DeviceException {
        long value = state.number(present(name), 0);
        if (value < least || value > most) {
            throw new DeviceException("state of " + state.kind() + ": field " + prefix + name + " is " + value
                    + ", allowed: " + least + " to " + most);
        }
        return value;
    }

    boolean flag(String name) throws DeviceException {
        return number(name, 0, 1) != 0;
    }

    String text(String name) throws DeviceException {
        return state.text(present(name), "");
    }

    /**
     * Returns bytes.
     *
     * @throws DeviceException if they are missing, of another type, or longer than {@code most}
     */
    byte[] bytes(String name, int most) throws DeviceException {
        byte[] value = state.bytes(present(name), new byte[0]);
        if (value.length > most) {
            throw new DeviceException("state of " + state.kind() + ": field " + prefix + name + " has " + value.length
                    + " bytes, allowed: at most " + most);
        }
        return value;
    }

    private String present(String name) throws DeviceException {
        String full = prefix + name;
        if (!state.has(full)) {
            throw new DeviceException("state of " + state.kind() + " has no field " + full);
        }
        return full;
    }
}
