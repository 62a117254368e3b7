// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.device;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a device hands over when it is replaced or saved: named fields, with a version for converters.
 *
 * @param kind the kind of device that wrote it
 * @param version the writer's layout, from 1
 * @param fields values by name: {@link Long}, {@link String} or {@code byte[]}; sorted, unmodifiable
 */
public record DeviceState(String kind, int version, Map<String, Object> fields) {
    /** Checks the types and copies the map. */
    public DeviceState {
        for (Map.Entry<String, Object> e : fields.entrySet()) {
            Object v = e.getValue();
            if (!(v instanceof Long || v instanceof String || v instanceof byte[])) {
                throw new IllegalArgumentException(
                        "field " + e.getKey() + " is " + v.getClass().getName() + ", allowed: Long, String, byte[]");
            }
        }
        fields = java.util.Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /** Returns the state of a device that has just been reset: no fields. */
    public static DeviceState initial(String kind) {
        return new DeviceState(kind, 1, Map.of());
    }

    /** Tells whether there is a field of that name. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /**
     * Returns a number.
     *
     * @param absent the value if the field is not there
     * @throws DeviceException if the field has another type
     */
    public long number(String name, long absent) throws DeviceException {
        return field(name, Long.class, absent);
    }

    /** Returns a text; see {@link #number}. */
    public String text(String name, String absent) throws DeviceException {
        return field(name, String.class, absent);
    }

    /** Returns a copy of bytes; see {@link #number}. */
    public byte[] bytes(String name, byte[] absent) throws DeviceException {
        return field(name, byte[].class, absent).clone();
    }

    private <T> T field(String name, Class<T> type, T absent) throws DeviceException {
        Object v = fields.getOrDefault(name, absent);
        if (!type.isInstance(v)) {
            throw new DeviceException("state of " + kind + ": field " + name + " is "
                    + v.getClass().getSimpleName() + ", expected " + type.getSimpleName());
        }
        return type.cast(v);
    }
}
