// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.api.ffa.FfaMediator;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.Configuration;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** Two guests that make direct requests to each other and give each other memory, by real instructions. */
@InContainer(
        configurations =
                @Configuration(
                        pid = FfaSettings.PID,
                        properties = {
                            FfaSettings.VM_TO_VM + ":Boolean=true",
                            "ext.vmDirect:Boolean=true",
                            "ext.vmShare:Boolean=true",
                            "ext.vmLend:Boolean=true",
                            "ext.vmDonate:Boolean=true"
                        }))
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class FfaPeerTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final MachineSpec MACHINE = MachineSpec.PLAIN.with("tee", "ffa");

    /** Who asks and who serves; ids are given in order, so the one that asks knows the other's. */
    private record Pair(Running asker, Running server) implements AutoCloseable {
        static Pair start(Hypervisor hypervisor, MachineSpec machine, String arguments) throws Exception {
            Running asker = Running.create(hypervisor, machine.bare("asker", "ffapeer", arguments));
            Running server = Running.create(hypervisor, machine.bare("server", "ffapeer", "serve=1 " + arguments));
            assertEquals(asker.domain().id() + 1, server.domain().id());
            server.domain().unpause();
            asker.domain().unpause();
            return new Pair(asker, server);
        }

        Running of(String who) {
            return who.equals("asker") ? asker : server;
        }

        @Override
        public void close() {
            asker.close();
            server.close();
        }
    }

    private static String ending(Running guest) throws Exception {
        assertEquals(ShutdownReason.POWEROFF, guest.domain().ended().get(60, TimeUnit.SECONDS), () -> guest.console()
                .text());
        String printed = guest.console().complete(LIMIT);
        assertTrue(printed.contains("ffapeer: done failed=0"), printed);
        return printed;
    }

    @ParameterizedTest(name = "GIC{0}, hvc={1}, counted={2}")
    @CsvSource({"v3, 0, false", "v2, 1, false", "v3, 0, true"})
    void theyAskAndAnswerAndGiveEachOtherMemory(
            String gic, int hvc, boolean counted, @Service Hypervisor hypervisor, @Service FfaMediator mediator)
            throws Exception {
        MachineSpec machine = counted ? MACHINE.withGic(gic).counted() : MACHINE.withGic(gic);
        try (Pair pair = Pair.start(hypervisor, machine, "hvc=" + hvc)) {
            String asked = ending(pair.asker);
            String served = ending(pair.server);
            assertTrue(asked.contains("ffapeer: share to anywhere"), asked);
            assertTrue(asked.contains("ffapeer: donate"), asked);
            assertEquals(
                    4,
                    served.lines()
                            .filter(line -> line.contains("retrieve status=0"))
                            .count(),
                    served);
            assertEquals(0, mediator.regions());
            // What is lent or shared is back; the buffers are what is pinned.
            assertEquals(2, pair.asker.domain().memory().pinned());
            assertEquals(2, pair.server.domain().memory().pinned());
            // A page was donated.
            assertEquals(
                    pair.server.domain().memory().size() - 2 * 4096,
                    pair.asker.domain().memory().size());
        }
        assertEquals(List.of(), mediator.endpoints());
    }

    @ParameterizedTest(name = "the {0} is destroyed")
    @ValueSource(strings = {"asker", "server"})
    void eitherMayBeDestroyedBehindAnyOfItsSteps(
            String who, @Service Hypervisor hypervisor, @Service FfaMediator mediator) throws Exception {
        int steps;
        try (Pair whole = Pair.start(hypervisor, MACHINE, "")) {
            ending(whole.asker);
            ending(whole.server);
            steps = (int) whole.of(who).console().text().lines().count();
        }
        assertTrue(steps >= 10, () -> steps + " steps");
        for (int step = 1; step < steps; step++) {
            int lines = step;
            try (Pair pair = Pair.start(hypervisor, MACHINE, "wait=1")) {
                Running goes = pair.of(who);
                Running stays = pair.of(who.equals("asker") ? "server" : "asker");
                assertTrue(goes.console()
                        .awaitThat(() -> goes.console().text().lines().count() >= lines, LIMIT));
                goes.close();
                assertEquals(0, goes.domain().memory().pinned(), () -> "behind line " + lines);
                List<Integer> left = List.of(FfaSettings.endpoint(stays.domain()));
                assertEquals(left, mediator.endpoints(), () -> "behind line " + lines);
                assertTrue(left.containsAll(mediator.members()), () -> "behind line " + lines);
                // whoever stays may be in the middle of a call, but not at a safepoint
                stays.domain().atSafepoint(() -> assertEquals(0, mediator.inflight(), () -> "behind line " + lines));
            }
            assertEquals(0, mediator.regions(), () -> "behind line " + lines);
            assertEquals(List.of(), mediator.endpoints(), () -> "behind line " + lines);
        }
        try (Pair next = Pair.start(hypervisor, MACHINE, "")) {
            ending(next.asker);
            ending(next.server);
        }
    }

    @Test
    void aGuestThatWaitsForRequestsIsPausedAtOnce(@Service Hypervisor hypervisor) throws Exception {
        try (Running server = Running.start(hypervisor, MACHINE.bare("server", "ffapeer", "serve=1"))) {
            server.console().await("ffapeer: map status=0", 0, LIMIT);
            long slowest = 0;
            for (int i = 0; i < 50; i++) {
                long begun = System.nanoTime();
                server.domain().pause();
                slowest = Math.max(slowest, System.nanoTime() - begun);
                server.domain().unpause();
            }
            long nanos = slowest;
            assertTrue(nanos < TimeUnit.SECONDS.toNanos(1), () -> nanos + " ns");
        }
    }
}
