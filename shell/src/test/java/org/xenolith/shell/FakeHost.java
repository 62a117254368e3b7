// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;

/** A host with two domains: 7 is called {@code guest} and has a UART, 8 is called {@code mute} and has none. */
final class FakeHost {
    final FakeSlot slot = new FakeSlot();
    final CompletableFuture<ShutdownReason> ended = new CompletableFuture<>();
    private final Domain guest = domain(Optional.of(slot));
    private final Domain mute = domain(Optional.empty());
    final Hypervisor hypervisor = fake(
            Hypervisor.class,
            Map.of(
                    "domain",
                    a -> a[0].equals("guest") || a[0].equals(7)
                            ? Optional.of(guest)
                            : a[0].equals("mute") ? Optional.of(mute) : Optional.empty()));

    private static <T> T fake(Class<T> type, Map<String, Function<Object[], Object>> methods) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> methods.get(method.getName())
                        .apply(arguments)));
    }

    private Domain domain(Optional<FakeSlot> uart) {
        return fake(
                Domain.class,
                Map.of(
                        "slots", _ -> uart.<List<?>>map(List::of).orElse(List.of()),
                        "slot", a -> uart.filter(s -> s.name().equals(a[0])),
                        "console", _ -> uart.map(FakeSlot::console),
                        "ended", _ -> ended));
    }
}
