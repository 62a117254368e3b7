// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.contract;

import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.device.DeviceState;

/** Compares states by value. */
final class States {
    private States() {}

    /** Says how one state differs from another, if it does. */
    static Optional<String> difference(DeviceState expected, DeviceState actual) {
        if (!expected.kind().equals(actual.kind()) || expected.version() != actual.version()) {
            return Optional.of("kind and version " + expected.kind() + " " + expected.version() + ", then "
                    + actual.kind() + " " + actual.version());
        }
        Map<String, Object> left = expected.fields();
        Map<String, Object> right = actual.fields();
        TreeSet<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        for (String name : names) {
            if (!Objects.deepEquals(left.get(name), right.get(name))) {
                return Optional.of("field " + name + ": " + text(left.get(name)) + ", then " + text(right.get(name)));
            }
        }
        return Optional.empty();
    }

    /** A state for people. */
    static String text(DeviceState state) {
        StringBuilder text = new StringBuilder(state.kind() + " " + state.version());
        state.fields()
                .forEach((name, value) ->
                        text.append(' ').append(name).append('=').append(text(value)));
        return text.toString();
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }
}
