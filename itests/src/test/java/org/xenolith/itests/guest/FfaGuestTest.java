// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.Configuration;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** Guests that call secure partitions and each other by real instructions. */
@InContainer(
        configurations = {
            @Configuration(pid = FfaSettings.PID, properties = FfaSettings.VM_TO_VM + ":Boolean=true"),
            @Configuration(
                    pid = FfaSettings.SCRIPTS + "~tests",
                    properties = {
                        "ffa.sp.id:Integer=32771",
                        "ffa.sp.uuids=0f1e2d3c-4b5a-4697-8879-a0b1c2d3e4f5",
                        "script=direct: yield; reply 1"
                    })
        })
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FfaGuestTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final MachineSpec MACHINE = MachineSpec.PLAIN.with("tee", "ffa");

    private static String ending(Running guest) throws Exception {
        assertEquals(ShutdownReason.POWEROFF, guest.domain().ended().get(60, TimeUnit.SECONDS));
        String printed = guest.console().complete(LIMIT);
        assertTrue(printed.contains("ffa: done failed=0"), printed);
        assertFalse(printed.contains("WRONG"), printed);
        return printed;
    }

    @ParameterizedTest(name = "FF-A {0}, hvc={1}, GIC{2}")
    @CsvSource({
        "0x10000, 0, v3",
        "0x10000, 1, v2",
        "0x10001, 0, v2",
        "0x10001, 1, v3",
        "0x10002, 0, v3",
        "0x10002, 1, v3",
        "0x10002, 0, v2"
    })
    void aClientFindsEveryCallAsItShouldBe(String version, int hvc, String gic, @Service Hypervisor hypervisor)
            throws Exception {
        String arguments = "version=" + version + " hvc=" + hvc + " kv=0x8002";
        try (Running guest = Running.start(hypervisor, MACHINE.withGic(gic).bare("client", "ffa", arguments))) {
            String printed = ending(guest);
            assertTrue(printed.contains("ffa: direct32 ok"), printed);
            assertTrue(printed.contains("ffa: set back ok"), printed);
            assertTrue(printed.contains("ffa: get value ok"), printed);
            assertTrue(printed.contains("ffa: info entry id=0x8003 "), printed);
            boolean listsItself = printed.contains(
                    "ffa: info entry id=0x" + Integer.toHexString(FfaSettings.endpoint(guest.domain())) + " ");
            assertEquals(version.equals("0x10002"), listsItself, printed);
            assertEquals(0, guest.domain().memory().pinned());
        }
    }

    @Test
    void aGuestWithoutFfaFindsNone(@Service Hypervisor hypervisor) throws Exception {
        try (Running guest = Running.start(hypervisor, MachineSpec.PLAIN.bare("plain", "ffa", ""))) {
            assertEquals(ShutdownReason.POWEROFF, guest.domain().ended().get(60, TimeUnit.SECONDS));
            String printed = guest.console().complete(LIMIT);
            assertTrue(printed.contains("ffa: start status=-1 WRONG"), printed);
        }
    }

    @Test
    void twoGuestsFindEachOtherAndExchangeAWord(@Service Hypervisor hypervisor) throws Exception {
        try (Running first = Running.create(hypervisor, exchanging("first", "peernext=1"));
                Running second = Running.create(hypervisor, exchanging("second", "peerbefore=1"))) {
            // Ids are given in order, so each knows the other's.
            assertEquals(first.domain().id() + 1, second.domain().id());
            first.domain().unpause();
            second.domain().unpause();
            int other = FfaSettings.endpoint(second.domain());
            String printed = ending(first);
            assertTrue(printed.contains("ffa: message from=0x" + Integer.toHexString(other) + " size=4"), printed);
            assertTrue(ending(second).contains("ffa: peer message ok"));
        }
    }

    private static DomainConfig exchanging(String name, String peer) {
        return MACHINE.bare(name, "ffa", "sp=0 wait=30 " + peer);
    }

    @Test
    void aDomainThatIsGoneLeavesNothingToTheNext(BundleContext context, @Service Hypervisor hypervisor)
            throws Exception {
        Domain observed = hypervisor.create(MACHINE.bare("observer", "ffa", ""));
        try {
            FfaClient observer = FfaClient.of(context, observed);
            FfaClient.Listing before = observer.list();
            try (Running guest = Running.start(hypervisor, MACHINE.bare("client", "ffa", "kv=0x8002"))) {
                ending(guest);
                FfaClient.Listing with = observer.list();
                assertEquals(before.tag() + 1, with.tag());
                assertTrue(with.ids().contains(FfaSettings.endpoint(guest.domain())), () -> with.ids()
                        .toString());
            }
            FfaClient.Listing after = observer.list();
            assertEquals(before.ids(), after.ids());
            assertEquals(before.tag() + 2, after.tag());
        } finally {
            observed.destroy();
        }
    }
}
