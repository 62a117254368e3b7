// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.xenolith.api.ffa.FfaMediator;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.Configuration;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/**
 * Messages between virtual machines turned on and off while guests list and message each other. How often is the system
 * property {@code xenolith.ffa.switches}; 10,000 is the whole run.
 */
@InContainer(
        configurations = @Configuration(pid = FfaSettings.PID, properties = FfaSettings.VM_TO_VM + ":Boolean=false"))
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FfaSwitchTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final MachineSpec MACHINE = MachineSpec.PLAIN.with("tee", "ffa");
    private static final int GUESTS = 4;
    private static final int SWITCHES = 200;
    private static final int PARTITIONS = 2;
    /** Every so many switches one goes by the configuration, and both ways in turn. */
    private static final int CONFIGURED = 5;

    /** How long guests have between two switches, nanoseconds. */
    private static final long PACE = 1_000_000;

    private static void turn(ConfigurationAdmin admin, boolean on) throws Exception {
        FfaSettings.set(admin, FfaSettings.PID, FfaSettings.VM_TO_VM, on);
    }

    /** Waits for the tag to move: by one. */
    private static int awaitNext(FfaClient observer, int before) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        int tag = before;
        while (tag == before && System.nanoTime() < deadline) {
            LockSupport.parkNanos(100_000);
            int status = observer.window(0, 0);
            if (status != FfaClient.RETRY) { // which says that the list is changing just now
                assertEquals(0, status);
                tag = observer.tag();
            }
        }
        assertEquals(next(before), tag);
        return tag;
    }

    /** The tag that follows: 16 bits, never 0. */
    private static int next(int tag) {
        return tag == 0xFFFF ? 1 : tag + 1;
    }

    private static void turnAndCheck(ConfigurationAdmin admin, FfaClient observer, boolean on, int all)
            throws Exception {
        int before = observer.list().tag();
        turn(admin, on);
        int tag = awaitNext(observer, before);
        FfaClient.Listing seen = observer.list();
        assertEquals(tag, seen.tag());
        assertEquals(
                PARTITIONS + (on ? all : 1), seen.ids().size(), () -> seen.ids().toString());
    }

    private static void turnAndCheck(FfaMediator mediator, FfaClient observer, boolean on) {
        int before = mediator.tag();
        mediator.vmToVm(on, false);
        assertEquals(on, mediator.vmToVm());
        assertEquals(next(before), mediator.tag());
        FfaClient.Listing seen = observer.list();
        assertEquals(next(before), seen.tag());
        assertEquals(PARTITIONS + (on ? GUESTS + 1 : 1), seen.ids().size(), () -> seen.ids()
                .toString());
        if (!on) {
            assertEquals(FfaClient.INVALID_PARAMETERS, observer.send(observer.id() + 1, 8));
        }
    }

    private static long number(String printed, String name) {
        Matcher found = Pattern.compile("storm: done.* " + name + "=([0-9]+)").matcher(printed);
        assertTrue(found.find(), printed);
        return Long.parseLong(found.group(1));
    }

    @Test
    void fourGuestsOnlyGetWhatTheRulesAllowAndLoseNothing(
            BundleContext context,
            @Service Hypervisor hypervisor,
            @Service ConfigurationAdmin admin,
            @Service FfaMediator mediator)
            throws Exception {
        int switches = Integer.getInteger("xenolith.ffa.switches", SWITCHES) & ~1;
        List<Running> guests = new ArrayList<>();
        Domain observed = hypervisor.create(MACHINE.bare("observer", "ffa", ""));
        try {
            FfaClient observer = FfaClient.of(context, observed);
            assertEquals(0, observer.map());
            // The observer takes part, and its id is the one before those of the guests.
            String arguments = "sps=" + PARTITIONS + " vms=" + (GUESTS + 1) + " base=" + observer.id();
            for (int i = 0; i < GUESTS; i++) {
                Running guest = Running.start(hypervisor, MACHINE.bare("storm" + i, "ffastorm", arguments));
                guests.add(guest);
                guest.console().await("storm: ready", 0, LIMIT);
            }
            everybody(guests, "storm: running");
            for (int i = 0; i < switches; i++) {
                if (i % CONFIGURED == 0) {
                    turnAndCheck(admin, observer, i % 2 == 0, GUESTS + 1);
                } else {
                    turnAndCheck(mediator, observer, i % 2 == 0);
                }
                LockSupport.parkNanos(PACE);
            }
            everybody(guests, "storm: stopped");
            everybody(guests, "storm: done");
            // The observer has let its buffer be: whoever was first has filled it, and once.
            assertEquals(0, observer.status(FfaClient.RX_RELEASE));
            check(guests, 1);
        } finally {
            guests.forEach(Running::close);
            observed.destroy();
        }
    }

    private static void everybody(List<Running> guests, String says) throws Exception {
        for (Running guest : guests) {
            guest.console().type("x");
        }
        for (Running guest : guests) {
            guest.console().await(says, 0, LIMIT);
        }
    }

    private static void check(List<Running> guests, int observed) throws Exception {
        long sent = 0;
        long got = 0;
        long retries = 0;
        for (Running guest : guests) {
            assertEquals(ShutdownReason.POWEROFF, guest.domain().ended().get(60, TimeUnit.SECONDS));
            String printed = guest.console().complete(LIMIT);
            assertEquals(0, number(printed, "wrong"), printed);
            assertEquals(0, number(printed, "lost"), printed);
            assertTrue(number(printed, "all") > 0, printed);
            assertTrue(number(printed, "alone") > 0, printed);
            assertTrue(number(printed, "refused") > 0, printed);
            retries += number(printed, "retries");
            sent += number(printed, "sent");
            got += number(printed, "got");
            System.out.print(printed.substring(printed.indexOf("storm: done")));
        }
        assertTrue(sent > 0, "nothing was sent");
        assertTrue(retries > 0, "no enumeration was under way at any switch");
        assertEquals(sent, got + observed);
    }

    @Test
    void anEnumerationUnderWayBeginsAgain(
            BundleContext context, @Service Hypervisor hypervisor, @Service ConfigurationAdmin admin) throws Exception {
        List<Domain> domains = new ArrayList<>();
        try {
            List<FfaClient> all = new ArrayList<>();
            for (int i = 0; i < GUESTS; i++) {
                domains.add(hypervisor.create(MACHINE.bare("client" + i, "ffa", "")));
                all.add(FfaClient.of(context, domains.get(i)));
            }
            FfaClient client = all.getFirst();
            turnAndCheck(admin, client, true, GUESTS);
            assertEquals(0, client.window(0, 0));
            assertEquals(PARTITIONS + GUESTS - 1, client.lastIndex());
            assertEquals(4, client.currentIndex());
            int tag = client.tag();
            turn(admin, false);
            awaitNext(all.get(1), tag);
            assertEquals(FfaClient.RETRY, client.window(5, tag));
            FfaClient.Listing alone = client.list();
            assertEquals(List.of(FfaSettings.ECHO, FfaSettings.STORE, client.id()), alone.ids());
            assertEquals(next(tag), alone.tag());
        } finally {
            domains.forEach(Domain::destroy);
        }
    }

    @Test
    void aChangeToWhatIsThereAlreadyIsNone(
            BundleContext context, @Service Hypervisor hypervisor, @Service ConfigurationAdmin admin) throws Exception {
        Domain observed = hypervisor.create(MACHINE.bare("observer", "ffa", ""));
        try {
            FfaClient observer = FfaClient.of(context, observed);
            turnAndCheck(admin, observer, true, 1);
            turn(admin, true);
            turn(admin, true);
            // Updates arrive in order: the one that counts is the first to be seen after those that do not.
            turnAndCheck(admin, observer, false, 1);
        } finally {
            observed.destroy();
        }
    }

    @Test
    void aMessageThatHasArrivedStaysWhenTheSwitchIsTurnedOff(
            BundleContext context, @Service Hypervisor hypervisor, @Service ConfigurationAdmin admin) throws Exception {
        Domain one = hypervisor.create(MACHINE.bare("one", "ffa", ""));
        Domain two = hypervisor.create(MACHINE.bare("two", "ffa", ""));
        try {
            FfaClient sender = FfaClient.of(context, one);
            FfaClient receiver = FfaClient.of(context, two);
            assertEquals(0, sender.map());
            assertEquals(0, receiver.map());
            assertEquals(FfaClient.INVALID_PARAMETERS, sender.send(receiver.id(), 8));
            turnAndCheck(admin, sender, true, 2);
            assertEquals(0, sender.send(receiver.id(), 8));
            assertEquals(FfaClient.BUSY, sender.send(receiver.id(), 8));
            turnAndCheck(admin, sender, false, 2);
            assertEquals(FfaClient.INVALID_PARAMETERS, sender.send(receiver.id(), 8));
            assertEquals(0, receiver.status(FfaClient.NOTIFICATION_GET, receiver.id(), 8));
            assertEquals(1, receiver.x(7));
            assertEquals(sender.id(), (int) two.memory().read(FfaClient.RX + 14, 2));
            assertEquals(0, receiver.status(FfaClient.RX_RELEASE));
            assertEquals(FfaClient.DENIED, receiver.status(FfaClient.RX_RELEASE));
        } finally {
            one.destroy();
            two.destroy();
        }
    }
}
