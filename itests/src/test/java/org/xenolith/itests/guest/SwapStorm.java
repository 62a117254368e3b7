// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.api.device.DeviceSlot;

/**
 * Replaces a slot's device in all ways, one after the other: by one of its kind, by the other kind, by one that refuses,
 * by one that does not start, by a release before and back, and by stopping and starting its bundle.
 */
final class SwapStorm implements AutoCloseable {
    private static final int REFUSAL = 41;
    private static final int RELEASE = 67;
    private static final int RESTART = 97;

    private final DeviceSlot slot;
    private final BundleContext context;
    private final Bundle bundle;
    private final ElderRelease elder;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final Histogram stalls = new Histogram();
    private final Histogram restarts = new Histogram();
    private int made;

    SwapStorm(DeviceSlot slot, BundleContext context) throws InvalidSyntaxException {
        this.slot = slot;
        this.context = context;
        bundle = Arrays.stream(context.getBundles())
                .filter(b -> b.getSymbolicName().equals("org.xenolith.device.pl011"))
                .findFirst()
                .orElseThrow();
        ServiceReference<DeviceFactory> today = context.getServiceReferences(
                        DeviceFactory.class, "(" + DeviceFactory.KIND + "=pl011)")
                .iterator()
                .next();
        elder = new ElderRelease(context.getService(today));
        register(RefusingDevices.REFUSES, "refuses", 0);
        register(RefusingDevices.DOES_NOT_START, "does-not-start", 0);
    }

    private ServiceRegistration<DeviceFactory> register(DeviceFactory factory, String kind, int ranking) {
        ServiceRegistration<DeviceFactory> registration = context.registerService(
                DeviceFactory.class,
                factory,
                new Hashtable<>(Map.of(DeviceFactory.KIND, kind, Constants.SERVICE_RANKING, ranking)));
        registrations.add(registration);
        return registration;
    }

    /** Makes the next change. */
    void next() throws DeviceException, BundleException {
        int n = made++;
        boolean pl011 = slot.kind().equals("pl011");
        if (n % REFUSAL == REFUSAL - 1) {
            refuse(n % 2 == 0 ? "refuses" : "does-not-start");
        } else if (n % RESTART == RESTART - 1 && pl011) {
            restart();
        } else if (n % RELEASE == RELEASE - 1 && pl011) {
            passThroughTheReleaseBefore();
        } else {
            stalls.add(slot.swap((n & 2) == 0 ? "pl011" : "vuart").stallNanos());
        }
    }

    private void refuse(String kind) {
        String before = slot.kind();
        long generation = slot.generation();
        DeviceException refusal = assertThrows(DeviceException.class, () -> slot.swap(kind));
        assertTrue(String.valueOf(refusal.getMessage()).contains(RefusingDevices.REASON), refusal.getMessage());
        assertEquals(before, slot.kind());
        assertEquals(generation, slot.generation());
        assertTrue(slot.occupied());
    }

    private void restart() throws BundleException {
        long start = System.nanoTime();
        bundle.stop();
        assertTrue(!slot.occupied(), "the slot still has its device");
        bundle.start();
        assertTrue(slot.occupied(), "the slot is vacant");
        restarts.add(System.nanoTime() - start);
    }

    private void passThroughTheReleaseBefore() throws DeviceException {
        ServiceRegistration<DeviceFactory> before = register(elder, "pl011", 1);
        stalls.add(slot.swap("pl011").stallNanos());
        registrations.remove(before);
        before.unregister(); // its device goes with it, and today's takes over
        assertTrue(slot.occupied());
    }

    /** Ends with a PL011 in the slot. */
    void settle() throws DeviceException {
        stalls.add(slot.swap("pl011").stallNanos());
    }

    /** The 99th percentile of how long the guest stood still, host nanoseconds. */
    long percentile99() {
        return stalls.percentile(99);
    }

    /** How long the guest stood still. */
    String table(String title) {
        return stalls.table(title) + System.lineSeparator() + restarts.table("bundle stopped and started");
    }

    @Override
    public void close() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
