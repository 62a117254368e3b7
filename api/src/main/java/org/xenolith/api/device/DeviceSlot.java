// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.device;

import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import org.xenolith.api.bus.Region;
import org.xenolith.api.console.Console;

/** A named place for a device in a domain. Any thread may call. */
@ProviderType
public interface DeviceSlot {
    /** Returns the name, unique in its domain, such as {@code uart0}. */
    String name();

    /** Returns the kind of device that the slot wants. */
    String kind();

    /** Tells whether there is a device in it; a vacant slot holds the state of the last one. */
    boolean occupied();

    /** Returns the windows that the device answers in. */
    List<Region> windows();

    /** Returns the slot's console. */
    Console console();

    /**
     * Replaces the device while the guest runs. The domain's vCPUs are taken to a safepoint for the exchange.
     *
     * @param kind the kind of the new device; may be that of the old one
     * @return what happened
     * @throws DeviceException if there is no factory of the kind, or the new device refuses; the old device then works
     *     as before
     */
    SwapReport swap(String kind) throws DeviceException;

    /** Returns what has gone through the slot since it was opened, whatever devices were in it. */
    Activity activity();

    /**
     * Starts telling somebody of each access. Accesses that are not traced cost nothing.
     *
     * @param listener runs on the vCPU's thread, after the access; it must be brief and must not throw
     * @return closing it ends the trace
     */
    Trace trace(Consumer<DeviceAccess> listener);

    /** Says what an access means, by the device that is in the slot now. */
    String describe(DeviceAccess access);

    /** Returns how often the device has been replaced. */
    long generation();

    /**
     * What has gone through a slot.
     *
     * @param accesses by the guest, each of them a trap
     * @param interrupts how often the interrupt line was raised
     */
    record Activity(long accesses, long interrupts) {}

    /** A trace that is going on. */
    @ProviderType
    interface Trace extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * How a swap went.
     *
     * @param from the kind before
     * @param to the kind after
     * @param stallNanos how long the guest's vCPUs stood still, until they were let go, host nanoseconds
     */
    record SwapReport(String from, String to, long stallNanos) {}
}
