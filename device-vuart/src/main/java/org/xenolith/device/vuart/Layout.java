// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.vuart;

import java.util.Map;
import org.xenolith.api.device.DeviceException;

/**
 * Where the veneer's registers are, and how it behaves: its settings.
 *
 * @param data offset of the transmit register
 * @param status offset of the status register
 * @param ready what the status register reads as
 * @param flowControl the status shows that output waits, in the manner of a PL011's flags
 * @param trackWrites mask and clear registers of a parked PL011 follow the guest's writes
 */
record Layout(long data, long status, long ready, boolean flowControl, boolean trackWrites) {
    /** PL011 flags: transmit and receive queue empty. */
    private static final long IDLE_FLAGS = 0x90;

    /** The widest window that a variant needs. */
    private static final long OFFSET_LIMIT = 0xFFF;

    /**
     * Reads the settings.
     *
     * @param standIn the device stands in for a PL011, in its window
     */
    static Layout of(Map<String, String> settings, boolean standIn) throws DeviceException {
        String key = settings.getOrDefault("vuart.variant", Variant.PL011.key);
        Variant variant = Variant.of(key)
                .orElseThrow(
                        () -> new DeviceException("setting vuart.variant=" + key + ", allowed: " + Variant.keys()));
        long shift = variant == Variant.NS16550 ? number(settings, "vuart.regShift", 0, 4) : 0;
        boolean live = standIn
                && variant == Variant.PL011
                && !flag(settings, "vuart.xenFaithful", false)
                && !settings.containsKey("vuart.status");
        return new Layout(
                number(settings, "vuart.dataOff", (long) variant.data << shift, OFFSET_LIMIT),
                number(settings, "vuart.statusOff", (long) variant.status << shift, OFFSET_LIMIT),
                live ? IDLE_FLAGS : number(settings, "vuart.status", variant.ready, 0xFFFF_FFFFL),
                live,
                flag(settings, "swap.trackWrites", true));
    }

    /** Reads a setting that is true or false. */
    static boolean flag(Map<String, String> settings, String name, boolean absent) throws DeviceException {
        String text = settings.getOrDefault(name, String.valueOf(absent));
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new DeviceException("setting " + name + "=" + text + ", allowed: true, false");
        };
    }

    private static long number(Map<String, String> settings, String name, long absent, long most)
            throws DeviceException {
        String text = settings.get(name);
        if (text == null) {
            return absent;
        }
        long value;
        try {
            value = Long.decode(text);
        } catch (NumberFormatException e) {
            value = -1;
        }
        if (value < 0 || value > most) {
            throw new DeviceException("setting " + name + "=" + text + ", allowed: 0 to 0x" + Long.toHexString(most));
        }
        return value;
    }
}
