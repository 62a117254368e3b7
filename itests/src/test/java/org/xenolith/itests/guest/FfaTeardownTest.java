// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleContext;
import org.xenolith.api.ffa.FfaMediator;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.testkit.Configuration;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** Domains that are destroyed in the middle of something: no pin, no handle and no entry of a list outlives them. */
@InContainer(
        configurations = {
            @Configuration(pid = FfaSettings.PID, properties = FfaSettings.VM_TO_VM + ":Boolean=true"),
            @Configuration(
                    pid = FfaSettings.SCRIPTS + "~tests",
                    properties = {
                        "ffa.sp.id:Integer=32771",
                        "ffa.sp.uuids=0f1e2d3c-4b5a-4697-8879-a0b1c2d3e4f5",
                        "ffa.sp.vm-availability=destroyed",
                        "script=shared: retrieve event",
                        "script=direct 1: bind 1; set 1; reply last",
                        "script=direct 2: yield",
                        "script=destroyed: relinquish"
                    })
        })
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FfaTeardownTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final MachineSpec MACHINE = MachineSpec.PLAIN.with("tee", "ffa");

    private Domain observed;
    private FfaClient observer;
    private List<Integer> before;

    @BeforeEach
    void observes(BundleContext context, @Service Hypervisor hypervisor) throws Exception {
        observed = hypervisor.create(MACHINE.bare("observer", "ffa", ""));
        observer = FfaClient.of(context, observed);
        assertEquals(0, observer.map());
        before = observer.list().ids();
    }

    @AfterEach
    void endsObserving() {
        observed.destroy();
    }

    /** Something that a virtual machine is in the middle of. */
    enum Stage {
        NEGOTIATED {
            @Override
            void reach(FfaClient client, FfaClient other) {}
        },
        MAPPED {
            @Override
            void reach(FfaClient client, FfaClient other) {
                assertEquals(0, client.map());
            }
        },
        ENUMERATING {
            @Override
            void reach(FfaClient client, FfaClient other) {
                assertEquals(0, client.window(0, 0));
            }
        },
        LIST_IN_BUFFER {
            @Override
            void reach(FfaClient client, FfaClient other) {
                assertEquals(0, client.map());
                assertEquals(0, client.status(FfaClient.PARTITION_INFO_GET));
            }
        },
        MESSAGE_IN_BUFFER {
            @Override
            void reach(FfaClient client, FfaClient other) {
                assertEquals(0, client.map());
                assertEquals(0, other.send(client.id(), 100));
            }
        },
        MESSAGE_OF_PARTITION_IN_BUFFER {
            @Override
            void reach(FfaClient client, FfaClient other) {
                assertEquals(0, client.map());
                assertEquals(0, client.send(FfaSettings.ECHO, 100));
                awaitPending(client, 6);
            }
        },
        NOTIFICATION_BOUND {
            @Override
            void reach(FfaClient client, FfaClient other) {
                assertEquals(0, client.status(FfaClient.NOTIFICATION_BIND, bindParties(client), 0, 1));
            }
        },
        NOTIFICATION_PENDING {
            @Override
            void reach(FfaClient client, FfaClient other) {
                NOTIFICATION_BOUND.reach(client, other);
                assertEquals(FfaClient.DIRECT_RESP, client.direct(FfaSettings.SCRIPT, 1));
                assertEquals(0, client.x(3));
            }
        },
        REQUEST_YIELDED {
            @Override
            void reach(FfaClient client, FfaClient other) {
                assertEquals(FfaClient.YIELD, client.direct(FfaSettings.SCRIPT, 2));
            }
        },
        MEMORY_SHARED {
            @Override
            void reach(FfaClient client, FfaClient other) {
                assertEquals(0, client.map());
                assertEquals(0, client.share(FfaSettings.ECHO));
            }
        },
        MEMORY_RETRIEVED {
            @Override
            void reach(FfaClient client, FfaClient other) {
                assertEquals(0, client.map());
                assertEquals(0, client.share(FfaSettings.SCRIPT));
                long low = client.x(2);
                long high = client.x(3);
                long deadline = System.nanoTime() + LIMIT.toNanos();
                // The partition holds it once it cannot be reclaimed; a reclaim that is too early ends it.
                while (client.status(FfaClient.MEM_RECLAIM, low, high, 0) != FfaClient.DENIED
                        && System.nanoTime() < deadline) {
                    assertEquals(0, client.share(FfaSettings.SCRIPT));
                    low = client.x(2);
                    high = client.x(3);
                    LockSupport.parkNanos(1_000_000);
                }
            }
        };

        abstract void reach(FfaClient client, FfaClient other);

        private static long bindParties(FfaClient client) {
            return (long) FfaSettings.SCRIPT << 16 | client.id();
        }

        /** Waits until a message of a partition has arrived, without taking it. */
        private static void awaitPending(FfaClient client, int register) {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            long got = 0;
            while (got == 0 && System.nanoTime() < deadline) {
                assertEquals(0, client.status(FfaClient.NOTIFICATION_GET, client.id(), 4));
                got = client.x(register);
                LockSupport.parkNanos(1_000_000);
            }
            assertEquals(1, got);
        }
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void nothingIsLeftOfADomainThatIsDestroyed(
            Stage stage, BundleContext context, @Service Hypervisor hypervisor, @Service FfaMediator mediator)
            throws Exception {
        Domain domain = hypervisor.create(MACHINE.bare("client", "ffa", ""));
        boolean destroyed = false;
        try {
            FfaClient client = FfaClient.of(context, domain);
            stage.reach(client, observer);
            int tag = observer.list().tag();
            domain.destroy();
            destroyed = true;
            checkGone(domain, client.id(), tag, mediator);
        } finally {
            if (!destroyed) {
                domain.destroy();
            }
        }
        theNextFindsEverything(hypervisor);
    }

    private void checkGone(Domain domain, int id, int tag, FfaMediator mediator) {
        assertEquals(List.of(observer.id()), mediator.endpoints());
        assertEquals(List.of(observer.id()), mediator.members());
        assertEquals(0, mediator.regions());
        assertEquals(0, mediator.inflight());
        FfaClient.Listing now = observer.list();
        assertEquals(before, now.ids());
        assertEquals(tag + 1, now.tag());
        assertEquals(FfaClient.INVALID_PARAMETERS, observer.send(id, 8));
        assertEquals(0, domain.memory().pinned());
    }

    private static void theNextFindsEverything(Hypervisor hypervisor) throws Exception {
        try (Running next = Running.start(hypervisor, MACHINE.bare("next", "ffa", "kv=0x8002"))) {
            next.console().await("ffa: done failed=0", 0, LIMIT);
            assertFalse(next.console().text().contains("WRONG"), next.console().text());
        }
    }

    @Test
    void aGuestMayBeDestroyedBehindAnyOfItsSteps(@Service Hypervisor hypervisor, @Service FfaMediator mediator)
            throws Exception {
        int steps;
        try (Running whole = Running.start(hypervisor, MACHINE.bare("whole", "ffa", "kv=0x8002"))) {
            whole.console().await("ffa: done failed=0", 0, LIMIT);
            steps = (int) whole.console().text().lines().count();
        }
        assertTrue(steps > 30, () -> steps + " steps");
        for (int step = 1; step < steps; step++) {
            int lines = step;
            Running guest = Running.start(hypervisor, MACHINE.bare("client", "ffa", "kv=0x8002"));
            try {
                assertTrue(guest.console()
                        .awaitThat(() -> guest.console().text().lines().count() >= lines, LIMIT));
            } finally {
                guest.close();
            }
            assertEquals(before, observer.list().ids(), () -> "behind line " + lines);
            assertEquals(0, guest.domain().memory().pinned(), () -> "behind line " + lines);
            assertEquals(List.of(observer.id()), mediator.endpoints(), () -> "behind line " + lines);
            assertEquals(0, mediator.regions(), () -> "behind line " + lines);
        }
        theNextFindsEverything(hypervisor);
    }
}
