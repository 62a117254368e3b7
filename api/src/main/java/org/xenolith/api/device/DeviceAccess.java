// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.device;

import java.util.Optional;

/**
 * A guest's access to a device, after it has been made.
 *
 * @param vcpu number of the vCPU, from 0
 * @param write whether it was a write
 * @param offset bytes from the base of the slot's first window
 * @param width bytes: 1, 2, 4 or 8
 * @param value what was written, or what was read; 0 for a read that failed
 * @param fault why it failed, if it did
 */
public record DeviceAccess(int vcpu, boolean write, long offset, int width, long value, Optional<String> fault) {
    /** What can be said without knowing the device: direction, bits, offset, value; all hexadecimal but the bits. */
    @Override
    public String toString() {
        String result =
                fault.map(why -> " fails: " + why).orElse((write ? " = " : " -> ") + "0x" + Long.toHexString(value));
        return (write ? "W" : "R") + 8 * width + " 0x" + Long.toHexString(offset) + result;
    }
}
