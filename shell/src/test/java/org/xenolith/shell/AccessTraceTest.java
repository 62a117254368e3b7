// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.device.DeviceAccess;
import org.xenolith.api.device.DeviceSlot;

@Timeout(60)
class AccessTraceTest {
    private final List<Consumer<DeviceAccess>> listeners = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final DeviceSlot slot = (DeviceSlot) Proxy.newProxyInstance(
            DeviceSlot.class.getClassLoader(), new Class<?>[] {DeviceSlot.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("trace")) {
                    @SuppressWarnings("unchecked")
                    Consumer<DeviceAccess> listener = (Consumer<DeviceAccess>) arguments[0];
                    listeners.add(listener);
                    DeviceSlot.Trace trace = listeners::clear;
                    return trace;
                }
                return "offset " + ((DeviceAccess) arguments[0]).offset();
            });

    private static DeviceAccess access(int n) {
        return new DeviceAccess(1, false, n, 4, 0, Optional.empty());
    }

    @Test
    void printsWhatTheDeviceSaysOfEachAccess() throws Exception {
        try (AccessTrace trace = AccessTrace.begin(slot, out, 2)) {
            listeners.getFirst().accept(access(24));
            listeners.getFirst().accept(access(0));
            assertTrue(trace.await(Duration.ofSeconds(30)));
        }
        assertEquals(List.of("vcpu1 offset 24", "vcpu1 offset 0"), lines());
        assertEquals(List.of(), listeners);
    }

    @Test
    void aGuestThatPollsDoesNotFloodTheTerminalAndWaitsForNothing() throws Exception {
        int made = 100_000;
        try (AccessTrace trace = AccessTrace.begin(slot, out, 300)) {
            for (int i = 0; i < made; i++) {
                listeners.getFirst().accept(access(i));
            }
            assertTrue(trace.await(Duration.ofSeconds(30)));
        }
        long shown = lines().stream().filter(line -> line.startsWith("vcpu1")).count();
        long omitted = lines().stream()
                .filter(line -> line.startsWith("..."))
                .mapToLong(line -> Long.parseLong(line.split(" ", -1)[1]))
                .sum();
        assertTrue(shown >= AccessTrace.PER_SECOND && shown <= made / 100, "shown: " + shown);
        assertTrue(omitted > 0 && shown + omitted <= made, "omitted: " + omitted);
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
