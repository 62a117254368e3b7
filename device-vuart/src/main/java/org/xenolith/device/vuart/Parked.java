// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.vuart;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;

/**
 * The registers of the PL011 that this device stands in for. They are kept as they came, under a prefix, whatever
 * version wrote them; only mask and raw status follow the guest's writes. Guarded by the device's lock.
 */
final class Parked {
    /** Before the names of the parked fields. */
    static final String PREFIX = "pl011.";

    private static final String KIND = "pl011";
    private static final String VERSION = "parkedVersion";
    private static final long MASK_OFFSET = 0x38;
    private static final long CLEAR_OFFSET = 0x44;

    private final long version;
    private final Map<String, Object> fields;
    private long mask;
    private long raw;

    private Parked(long version, Map<String, Object> fields) throws DeviceException {
        this.version = version;
        this.fields = fields;
        mask = ranged(fields, "imsc");
        raw = ranged(fields, "ris");
    }

    /** Nothing is parked. */
    static Parked nothing() throws DeviceException {
        return new Parked(0, Map.of());
    }

    /** Parks a PL011. */
    static Parked of(DeviceState state) throws DeviceException {
        if (!state.kind().equals(KIND)) {
            throw new DeviceException("state of " + state.kind() + " cannot be taken over by " + Vuart.KIND
                    + ", allowed: " + KIND + ", " + Vuart.KIND);
        }
        return new Parked(state.version(), new TreeMap<>(state.fields()));
    }

    /** Takes over what another device of this kind had parked. */
    static Parked from(DeviceState state) throws DeviceException {
        Map<String, Object> inner = new TreeMap<>();
        state.fields().forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                inner.put(name.substring(PREFIX.length()), value);
            }
        });
        return new Parked(SavedFields.number(state, VERSION, Integer.MAX_VALUE), inner);
    }

    private static long ranged(Map<String, Object> fields, String name) throws DeviceException {
        Object value = fields.getOrDefault(name, 0L);
        if (!(value instanceof Long number) || number < 0 || number > 0xFFFF_FFFFL) {
            throw new DeviceException(
                    "state of " + KIND + ": field " + name + " is " + value + ", allowed: a number of 32 bits");
        }
        return number;
    }

    boolean present() {
        return version != 0;
    }

    /** Takes out the output that the PL011 had accepted and not passed on: it comes before this device's own. */
    byte[] takeOutput() throws DeviceException {
        byte[] queued = bytes("output");
        byte[] characters = bytes("transmit");
        byte[] all = new byte[queued.length + characters.length / 2];
        System.arraycopy(queued, 0, all, 0, queued.length);
        for (int i = 0; i < characters.length / 2; i++) {
            all[queued.length + i] = characters[2 * i];
        }
        return all;
    }

    /** Tells whether the guest knows that there is something to read. */
    boolean told() {
        return Long.valueOf(1).equals(fields.get("told"));
    }

    /** Takes the oldest character out of the PL011's own receive FIFO, or returns -1 if there is none. */
    int takeCharacter() {
        if (!(fields.get("receive") instanceof byte[] characters) || characters.length < 2) {
            return -1;
        }
        fields.put("receive", Arrays.copyOfRange(characters, 2, characters.length));
        return characters[0] & 0xFF | (characters[1] & 0xF) << 8;
    }

    private byte[] bytes(String name) throws DeviceException {
        Object value = fields.getOrDefault(name, new byte[0]);
        if (!(value instanceof byte[] array)) {
            throw new DeviceException("state of " + KIND + ": field " + name + " is not bytes");
        }
        if (fields.containsKey(name)) {
            fields.put(name, new byte[0]);
        }
        return array;
    }

    /** Applies a write to where the PL011's registers are; others have no effect. */
    void track(long offset, int width, long value) {
        long lanes = width >= 4 ? 0xFFFF_FFFFL : (1L << 8 * width) - 1;
        if (width > 4 || !present()) {
            return;
        }
        if (offset == MASK_OFFSET) {
            mask = mask & ~lanes | value & lanes;
        } else if (offset == CLEAR_OFFSET) {
            raw &= ~(value & lanes);
        }
    }

    /** Adds what is parked to a state; {@code told} is what the guest knows of input now. */
    void save(Map<String, Object> target, boolean told) {
        target.put(VERSION, version);
        if (present()) {
            fields.forEach((name, value) -> target.put(PREFIX + name, value));
            target.put(PREFIX + "imsc", mask);
            target.put(PREFIX + "ris", raw);
            if (fields.containsKey("told")) {
                target.put(PREFIX + "told", told ? 1L : 0L);
            }
        }
    }
}
