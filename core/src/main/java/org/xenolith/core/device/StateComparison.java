// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import java.util.Map;
import java.util.Objects;
import org.xenolith.api.device.DeviceState;

/** Compares device states by value, arrays included. */
final class StateComparison {
    private StateComparison() {}

    static boolean same(DeviceState a, DeviceState b) {
        if (!a.kind().equals(b.kind()) || a.version() != b.version()) {
            return false;
        }
        Map<String, Object> left = a.fields();
        Map<String, Object> right = b.fields();
        return left.keySet().equals(right.keySet())
                && left.entrySet().stream().allMatch(e -> Objects.deepEquals(e.getValue(), right.get(e.getKey())));
    }
}
