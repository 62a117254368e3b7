// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.Configuration;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** Secure partitions that hang, fail, or are replaced while they are called. */
@InContainer(
        configurations = {
            @Configuration(pid = FfaSettings.PID, properties = FfaSettings.VM_TO_VM + ":Boolean=false"),
            @Configuration(
                    pid = FfaSettings.SCRIPTS + "~tests",
                    properties = {
                        "ffa.sp.id:Integer=32771",
                        "ffa.sp.uuids=0f1e2d3c-4b5a-4697-8879-a0b1c2d3e4f5",
                        "script=direct 1: hang",
                        "script=direct 2: hang-deaf",
                        "script=direct 3: throw",
                        "script=direct 4: link-error",
                        "script=direct 5: overflow",
                        "script=direct 6: yield; yield; reply 60"
                    })
        })
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FfaPartitionTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final MachineSpec MACHINE = MachineSpec.PLAIN.with("tee", "ffa");
    private static final long GOOD = 100;
    /** The default budget of a request is a second; what is more than ten was not bounded by it. */
    private static final long BUDGET_AT_MOST = 10_000_000_000L;

    private Domain domain;
    private FfaClient client;

    @BeforeEach
    void joins(BundleContext context, @Service Hypervisor hypervisor) throws Exception {
        domain = hypervisor.create(MACHINE.bare("client", "ffa", ""));
        client = FfaClient.of(context, domain);
    }

    @AfterEach
    void leaves() {
        domain.destroy();
    }

    private int statusOf(long word) {
        return client.direct(FfaSettings.SCRIPT, word) == FfaClient.ERROR ? (int) client.x(2) : 0;
    }

    /** Asks until the partition answers again. */
    private void awaitAnswer() {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        int status = statusOf(GOOD);
        while (status != 0 && System.nanoTime() < deadline) {
            assertTrue(Set.of(FfaClient.BUSY, FfaClient.ABORTED).contains(status), "status " + status);
            LockSupport.parkNanos(1_000_000);
            status = statusOf(GOOD);
        }
        assertEquals(0, status);
        assertEquals(GOOD, client.x(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5})
    void oneThatFailsEndsItsRequestOnly(long word) {
        assertEquals(FfaClient.ABORTED, statusOf(word));
        assertEquals(0, statusOf(GOOD));
        assertEquals(GOOD, client.x(3));
    }

    @Test
    void oneThatHangsIsGivenUpAndAnswersTheNext() {
        long begun = System.nanoTime();
        assertEquals(FfaClient.ABORTED, statusOf(1));
        long nanos = System.nanoTime() - begun;
        assertTrue(nanos < BUDGET_AT_MOST, () -> nanos + " ns");
        awaitAnswer();
    }

    @Test
    void oneThatHangsForGoodIsAnErrorUntilItIsBack(@Service ConfigurationAdmin admin) throws Exception {
        assertEquals(FfaClient.ABORTED, statusOf(2));
        assertEquals(FfaClient.ABORTED, statusOf(GOOD));
        FfaSettings.script(admin, "direct 7: reply 7");
        awaitAnswer();
        FfaSettings.script(
                admin,
                "direct 1: hang",
                "direct 2: hang-deaf",
                "direct 3: throw",
                "direct 4: link-error",
                "direct 5: overflow",
                "direct 6: yield; yield; reply 60");
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (statusOf(3) != FfaClient.ABORTED && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        assertEquals(FfaClient.ABORTED, statusOf(3));
    }

    @Test
    void oneThatGivesItsTurnBackGoesOnWhenItIsRun() {
        assertEquals(FfaClient.YIELD, client.direct(FfaSettings.SCRIPT, 6));
        long where = client.x(1);
        assertEquals(FfaSettings.SCRIPT, where >>> 16);
        assertEquals(FfaClient.YIELD, client.call(FfaClient.RUN, where));
        assertEquals(FfaClient.DIRECT_RESP, client.call(FfaClient.RUN, where));
        assertEquals(60, client.x(3));
    }

    @Test
    void oneThatIsStoppedDuringACallEndsIt(BundleContext context) throws Exception {
        Bundle script = FfaSettings.bundle(context, "org.xenolith.partition.script");
        CompletableFuture<Integer> calling = CompletableFuture.supplyAsync(() -> statusOf(2));
        while (Thread.getAllStackTraces().values().stream().noneMatch(FfaPartitionTest::hangs)) {
            LockSupport.parkNanos(1_000_000);
        }
        script.stop();
        try {
            assertEquals(FfaClient.ABORTED, calling.get(60, TimeUnit.SECONDS));
            int status = statusOf(GOOD);
            assertTrue(Set.of(FfaClient.BUSY, FfaClient.ABORTED).contains(status), "status " + status);
        } finally {
            script.start();
        }
        awaitAnswer();
    }

    private static boolean hangs(StackTraceElement[] stack) {
        return java.util.Arrays.stream(stack)
                .anyMatch(f -> f.getClassName().endsWith("ScriptedPartition")
                        && f.getMethodName().equals("await"));
    }

    @Test
    void aGuestThatCallsAllTheTimeSeesOneReplacedAsBusyOrAborted(BundleContext context, @Service Hypervisor hypervisor)
            throws Exception {
        Bundle echo = FfaSettings.bundle(context, "org.xenolith.partition.echo");
        try (Running guest =
                Running.start(hypervisor, MACHINE.bare("caller", "ffabench", "mode=0 warm=1000 n=2000000"))) {
            for (int i = 0; i < 20 && !guest.domain().ended().isDone(); i++) {
                long before = guest.domain().vcpus().getFirst().instructions();
                while (guest.domain().vcpus().getFirst().instructions() - before < 20_000
                        && !guest.domain().ended().isDone()) {
                    LockSupport.parkNanos(100_000);
                }
                echo.stop();
                echo.start();
            }
            assertEquals(ShutdownReason.POWEROFF, guest.domain().ended().get(120, TimeUnit.SECONDS));
            String printed = guest.console().complete(LIMIT);
            assertTrue(printed.contains("ffabench: mode=0"), printed);
            Matcher wrong = Pattern.compile("WRONG (\\w+) x0=0x([0-9a-f]+) x2=0x([0-9a-f]+)")
                    .matcher(printed);
            while (wrong.find()) {
                assertEquals("84000060", wrong.group(2), printed);
                assertTrue(Set.of("fffffffc", "fffffff8").contains(wrong.group(3)), printed);
            }
        }
        assertEquals(FfaClient.DIRECT_RESP, client.direct(FfaSettings.ECHO, 5));
        assertEquals(5, client.x(3));
    }
}
