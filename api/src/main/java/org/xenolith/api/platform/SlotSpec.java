// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.platform;

import java.util.List;
import java.util.Map;
import org.xenolith.api.bus.Region;

/**
 * What a device slot is.
 *
 * @param name unique in its domain
 * @param kind the kind of device that it wants
 * @param windows where the device answers; offsets count from the base of the first
 * @param settings passed to the device; {@code console.in} and {@code console.out} are the bytes that the queues of
 *     the slot's console hold, by default 1024 and 2048; {@code console.ring} is the guest-physical address of a page of
 *     RAM that holds the queues instead, as Xen's console ring; {@code interrupt} is the number of the shared interrupt
 *     that only this slot may have
 */
public record SlotSpec(String name, String kind, List<Region> windows, Map<String, String> settings) {
    /** Copies the collections. */
    public SlotSpec {
        windows = List.copyOf(windows);
        settings = Map.copyOf(settings);
    }
}
