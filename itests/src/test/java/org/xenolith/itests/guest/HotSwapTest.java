// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceContext;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.device.DeviceState;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.Configuration;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** UARTs that are replaced, go, come back or refuse while a guest is using them; every byte is accounted for. */
@InContainer(
        configurations =
                @Configuration(pid = "org.xenolith.hypervisor", properties = "vacancy.timeout.millis:Integer=60000"))
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HotSwapTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LINES = 10_000;
    private static final String REASON = "this one takes no predecessor's state";

    /** A kind whose devices cannot go on from what another has left; a first device it would build. */
    private static final class Refusing implements DeviceFactory {
        @Override
        public Device create(DeviceContext context, DeviceState state) throws DeviceException {
            if (state.fields().isEmpty()) {
                return new Broken();
            }
            throw new DeviceException(REASON);
        }
    }

    /** A device that is built, but does not start. */
    private static final class Broken implements Device {
        @Override
        public void start() {
            throw new IllegalStateException(REASON);
        }

        @Override
        public DeviceState stop() {
            return state();
        }

        @Override
        public DeviceState state() {
            return DeviceState.initial("broken");
        }

        @Override
        public long read(int vcpu, long offset, int width) {
            return 0;
        }

        @Override
        public void write(int vcpu, long offset, int width, long value) {
            // nothing is behind it
        }
    }

    private static Running lines(Hypervisor hypervisor) throws Exception {
        return Running.start(hypervisor, MachineSpec.PLAIN.bare("lines", "lines", "lines=" + LINES));
    }

    private static DeviceSlot uart(Running guest) {
        return guest.domain().slot("uart0").orElseThrow();
    }

    private static void awaitPart(Running guest, String expected, int part, int parts) throws InterruptedException {
        long wanted = (long) expected.length() * part / parts;
        assertTrue(
                guest.console().awaitThat(() -> guest.console().length() >= wanted, LIMIT),
                () -> guest.console().length() + " of " + expected.length() + " bytes, " + guest.domain());
    }

    private static void checkEnd(Running guest, String expected) throws Exception {
        assertEquals(ShutdownReason.POWEROFF, guest.domain().ended().get(60, TimeUnit.SECONDS));
        Lines.assertSameText(expected, guest.console().complete(LIMIT));
        assertEquals(0, guest.domain().console().orElseThrow().counters().dropped());
    }

    @Test
    void aGuestThatPrintsDoesNotNoticeThatItsUartIsAnotherKind(@Service Hypervisor hypervisor) throws Exception {
        String expected = Lines.text(LINES);
        int swaps = 100;
        Histogram stalls = new Histogram();
        try (Running guest = lines(hypervisor)) {
            for (int n = 0; n < swaps; n++) {
                awaitPart(guest, expected, n, swaps + 1);
                String kind = n % 2 == 0 ? "vuart" : "pl011";
                stalls.add(uart(guest).swap(kind).stallNanos());
                assertEquals(kind, uart(guest).kind());
            }
            assertTrue(guest.console().length() < expected.length(), "the guest was done before the last swap");
            // Xen's vUART leaves out what cannot be printed, except the line's end.
            assertEquals(ShutdownReason.POWEROFF, guest.domain().ended().get(60, TimeUnit.SECONDS));
            String printed = guest.console().complete(LIMIT);
            Lines.assertSameText(expected.replace("\r", ""), printed.replace("\r", ""));
            assertTrue(printed.contains("\r\n"), "the PL011 had no line to itself");
        }
        System.out.println(stalls.table("stall by a swap PL011 - vUART"));
    }

    @Test
    void whatIsTypedArrivesThroughSwaps(@Service Hypervisor hypervisor) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 50_000; i++) {
            text.append(i).append(' ');
        }
        String typed = text.toString();
        try (Running guest = Running.start(hypervisor, MachineSpec.PLAIN.bare("echo", "echo", "n=" + typed.length()))) {
            int begin = guest.console().await("echo: ready\r\n", 0, LIMIT);
            CompletableFuture<Void> typing = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    guest.console().type(typed);
                    typing.complete(null);
                } catch (InterruptedException | RuntimeException e) {
                    typing.completeExceptionally(e);
                }
            });
            for (int n = 0; n < 200; n++) {
                awaitPart(guest, typed, n, 201);
                uart(guest).swap("pl011");
            }
            typing.get(60, TimeUnit.SECONDS);
            int end = guest.console().await("\r\necho: done", begin, LIMIT);
            Lines.assertSameText(typed, guest.console().text().substring(begin, end - "\r\necho: done".length()));
        }
    }

    @Test
    void aGuestWaitsWhileTheBundleOfItsUartIsStopped(@Service Hypervisor hypervisor, BundleContext context)
            throws Exception {
        Bundle device = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals("org.xenolith.device.pl011"))
                .findFirst()
                .orElseThrow();
        String expected = Lines.text(LINES);
        try (Running guest = lines(hypervisor)) {
            for (int n = 0; n < 5; n++) {
                awaitPart(guest, expected, n, 6);
                device.stop();
                assertFalse(uart(guest).occupied());
                assertEquals("pl011", uart(guest).kind());
                String before = guest.console().complete(LIMIT);
                assertEquals(
                        before.length(),
                        guest.domain().console().orElseThrow().counters().out());
                device.start();
                awaitPart(guest, expected, n + 1, 7);
                assertTrue(uart(guest).occupied());
            }
            checkEnd(guest, expected);
        }
    }

    @Test
    void theOldDeviceGoesOnWhenTheNewOneRefuses(@Service Hypervisor hypervisor, BundleContext context)
            throws Exception {
        refuses(hypervisor, context, new Refusing());
    }

    @Test
    void theOldDeviceGoesOnWhenTheNewOneDoesNotStart(@Service Hypervisor hypervisor, BundleContext context)
            throws Exception {
        refuses(hypervisor, context, (slot, state) -> new Broken());
    }

    private static void refuses(Hypervisor hypervisor, BundleContext context, DeviceFactory factory) throws Exception {
        String expected = Lines.text(LINES);
        ServiceRegistration<DeviceFactory> registration = context.registerService(
                DeviceFactory.class, factory, new Hashtable<>(Map.of(DeviceFactory.KIND, "other")));
        try (Running guest = lines(hypervisor)) {
            for (int n = 1; n < 10; n++) {
                awaitPart(guest, expected, n, 11);
                DeviceException refusal =
                        assertThrows(DeviceException.class, () -> uart(guest).swap("other"));
                assertTrue(String.valueOf(refusal.getMessage()).contains(REASON), refusal.getMessage());
                assertEquals("pl011", uart(guest).kind());
                assertTrue(uart(guest).occupied());
                assertEquals(0, uart(guest).generation());
            }
            checkEnd(guest, expected);
        } finally {
            registration.unregister();
        }
    }
}
