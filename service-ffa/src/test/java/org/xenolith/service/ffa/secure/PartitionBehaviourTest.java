// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.ffa.DirectMessage;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.PartitionHost;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;

/** Partitions that fail, hang, and are replaced, as their callers see it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PartitionBehaviourTest {
    private static final int ID = 0x8001;
    private static final long PARTIES = 0x1_8001;
    private static final UUID PROTOCOL = new UUID(1, 2);

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private EmulatedSpmc spmc(long budgetMillis, boolean trusted) {
        EmulatedSpmc spmc = new EmulatedSpmc(
                new SpmcSettings(FfaVersion.V1_2, Set.of(), 0, TimeUnit.MILLISECONDS.toNanos(budgetMillis)), log::add);
        assertEquals(
                ID, spmc.add(PartitionDescription.of(Map.of(SecurePartition.UUIDS, PROTOCOL.toString()), trusted)));
        return spmc;
    }

    private static SecurePartition answering(Consumer<DirectMessage> how) {
        return new SecurePartition() {
            @Override
            public void direct(DirectMessage message) {
                how.accept(message);
            }
        };
    }

    private static SecureCall request(EmulatedSpmc spmc, SecureCall call) {
        call.begin(FunctionId.DIRECT_REQ_64, PARTIES, 0, 7);
        spmc.call(call);
        return call;
    }

    private static SecureCall request(EmulatedSpmc spmc) {
        return request(spmc, new SecureCall(1, () -> false));
    }

    private static int status(SecureCall call) {
        return call.id() == FunctionId.ERROR ? (int) call.x[2] : FfaStatus.OK;
    }

    private static void forever(CountDownLatch until) {
        boolean done = false;
        while (!done) {
            try {
                until.await();
                done = true;
            } catch (InterruptedException e) {
                // a partition that does not listen
                done = false;
            }
        }
    }

    @Test
    void aPartitionChangesThePayload() {
        EmulatedSpmc spmc = spmc(10_000, false);
        spmc.connect(ID, answering(m -> m.setWord(0, m.word(0) + 1)));
        SecureCall call = request(spmc);
        assertEquals(FunctionId.DIRECT_RESP_64, call.id());
        assertEquals(0x8001_0001L, call.x[1]);
        assertEquals(8, call.x[3]);
    }

    @Test
    void aTrustedPartitionAnswersOnTheCallersThread() {
        EmulatedSpmc spmc = spmc(10_000, true);
        Thread[] seen = new Thread[1];
        spmc.connect(ID, answering(m -> seen[0] = Thread.currentThread()));
        assertEquals(FfaStatus.OK, status(request(spmc)));
        assertEquals(Thread.currentThread(), seen[0]);
    }

    @Test
    void aPartitionThatThrowsIsAborted() {
        for (boolean trusted : new boolean[] {false, true}) {
            EmulatedSpmc spmc = spmc(10_000, trusted);
            boolean[] fails = {true};
            spmc.connect(ID, answering(m -> {
                if (fails[0]) {
                    throw new IllegalStateException("as the test says");
                }
            }));
            assertEquals(FfaStatus.ABORTED, status(request(spmc)));
            fails[0] = false;
            assertEquals(FfaStatus.OK, status(request(spmc)));
        }
    }

    @Test
    void aPartitionThatHangsIsAbortedAndOfUseAgainWhenItReturns() {
        EmulatedSpmc spmc = spmc(50, false);
        CountDownLatch until = new CountDownLatch(1);
        spmc.connect(ID, answering(m -> forever(until)));
        long begun = System.nanoTime();
        assertEquals(FfaStatus.ABORTED, status(request(spmc)));
        assertTrue(System.nanoTime() - begun >= TimeUnit.MILLISECONDS.toNanos(50));
        assertEquals(FfaStatus.ABORTED, status(request(spmc)), "still away");
        until.countDown();
        while (status(request(spmc)) != FfaStatus.OK) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aPartitionThatIsReplacedDuringACallAbortsIt() throws Exception {
        EmulatedSpmc spmc = spmc(60_000, false);
        CountDownLatch inside = new CountDownLatch(1);
        spmc.connect(ID, answering(m -> {
            inside.countDown();
            forever(new CountDownLatch(1));
        }));
        FutureTask<Integer> caller = new FutureTask<>(() -> status(request(spmc)));
        Thread.ofVirtual().start(caller);
        inside.await();
        spmc.disconnect(ID, () -> false);
        assertEquals(FfaStatus.ABORTED, caller.get());
        assertEquals(FfaStatus.BUSY, status(request(spmc)));
        spmc.connect(ID, answering(m -> m.setWord(0, 1)));
        assertEquals(FfaStatus.OK, status(request(spmc)));
        spmc.disconnect(ID, () -> true);
        assertEquals(FfaStatus.ABORTED, status(request(spmc)), "lost for good");
    }

    @Test
    void whatIsAnsweredBecauseThePartitionStopsIsAborted() throws Exception {
        for (int i = 0; i < 300; i++) {
            EmulatedSpmc spmc = spmc(60_000, false);
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch until = new CountDownLatch(1);
            spmc.connect(ID, new SecurePartition() {
                @Override
                public void direct(DirectMessage message) {
                    inside.countDown();
                    forever(until);
                }

                @Override
                public void stopped() {
                    until.countDown();
                }
            });
            FutureTask<Integer> caller = new FutureTask<>(() -> status(request(spmc)));
            Thread.ofPlatform().start(caller);
            inside.await();
            spmc.disconnect(ID, () -> false);
            assertEquals(FfaStatus.ABORTED, caller.get());
        }
    }

    @Test
    void aRequestThatWentWithItsPartitionIsAbortedOnceWhenItIsRun() {
        for (int i = 0; i < 600; i++) {
            boolean yields = i % 2 != 0; // one that yields is told to stop at many moments of its way to sleep
            EmulatedSpmc spmc = spmc(60_000, false);
            CountDownLatch never = new CountDownLatch(1);
            spmc.connect(ID, answering(m -> {
                if (yields) {
                    m.yield();
                } else {
                    forever(never);
                }
            }));
            SecureCall call = new SecureCall(1, () -> !yields);
            request(spmc, call);
            assertEquals(yields ? FunctionId.YIELD : FunctionId.INTERRUPT, call.id());
            spmc.disconnect(ID, () -> false);
            spmc.connect(ID, answering(m -> m.setWord(0, 1)));
            SecureCall other = new SecureCall(2, () -> false);
            spmc.call(other.begin(FunctionId.RUN, 0x8001_0000L, 0, 0));
            assertEquals(FunctionId.MSG_WAIT, other.id());
            spmc.call(call.begin(FunctionId.RUN, 0x8001_0000L, 0, 0));
            assertEquals(FfaStatus.ABORTED, status(call));
            spmc.call(call.begin(FunctionId.RUN, 0x8001_0000L, 0, 0));
            assertEquals(FunctionId.MSG_WAIT, call.id());
            assertEquals(FfaStatus.OK, status(request(spmc, other)));
            never.countDown();
        }
    }

    @Test
    void aVirtualMachineThatIsGoneHasNoRequestLeftWithAReplacedPartition() {
        EmulatedSpmc spmc = spmc(60_000, false);
        spmc.connect(ID, answering(DirectMessage::yield));
        assertEquals(FunctionId.YIELD, request(spmc).id());
        spmc.disconnect(ID, () -> false);
        spmc.gone(1);
        spmc.connect(ID, answering(m -> m.setWord(0, 1)));
        SecureCall next = new SecureCall(1, () -> false);
        spmc.call(next.begin(FunctionId.RUN, 0x8001_0000L, 0, 0));
        assertEquals(FunctionId.MSG_WAIT, next.id());
    }

    @Test
    void aPartitionThatCannotStartIsAbortedUntilAnotherTakesItsPlace() {
        EmulatedSpmc spmc = spmc(60_000, false);
        spmc.connect(ID, new SecurePartition() {
            @Override
            public void started(PartitionHost host) {
                throw new IllegalStateException("as the test says");
            }
        });
        assertEquals(FfaStatus.ABORTED, status(request(spmc)));
        spmc.disconnect(ID, () -> false);
        assertEquals(FfaStatus.BUSY, status(request(spmc)));
        spmc.connect(ID, answering(m -> m.setWord(0, 1)));
        assertEquals(FfaStatus.OK, status(request(spmc)));
    }

    @Test
    void anInterruptPreemptsAndOnlyTheCallerRunsItAgain() {
        EmulatedSpmc spmc = spmc(60_000, false);
        CountDownLatch until = new CountDownLatch(1);
        spmc.connect(ID, answering(m -> forever(until)));
        boolean[] interrupt = {true};
        SecureCall mine = new SecureCall(1, () -> interrupt[0]);
        request(spmc, mine);
        assertEquals(FunctionId.INTERRUPT, mine.id());
        assertEquals(0x8001_0000L, mine.x[1]);
        assertEquals(FfaStatus.BUSY, status(request(spmc, new SecureCall(2, () -> false))));
        SecureCall other = new SecureCall(2, () -> false);
        spmc.call(other.begin(FunctionId.RUN, 0x8001_0000L, 0, 0));
        assertEquals(FfaStatus.DENIED, status(other));
        until.countDown();
        interrupt[0] = false;
        spmc.call(mine.begin(FunctionId.RUN, 0x8001_0000L, 0, 0));
        assertEquals(FunctionId.DIRECT_RESP_64, mine.id());
        spmc.call(mine.begin(FunctionId.RUN, 0x8001_0000L, 0, 0));
        assertEquals(FunctionId.MSG_WAIT, mine.id());
    }

    @Test
    void aVirtualMachineThatIsGoneFreesTheContextThatItPreempted() {
        EmulatedSpmc spmc = spmc(60_000, false);
        CountDownLatch until = new CountDownLatch(1);
        boolean[] waits = {true};
        spmc.connect(ID, answering(m -> {
            if (waits[0]) {
                forever(until);
            }
        }));
        SecureCall call = new SecureCall(1, () -> true);
        request(spmc, call);
        assertEquals(FunctionId.INTERRUPT, call.id());
        waits[0] = false;
        spmc.gone(1);
        until.countDown();
        while (status(request(spmc, new SecureCall(2, () -> false))) != FfaStatus.OK) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aYieldThatIsNeverRunAgainEndsWithItsCaller() {
        EmulatedSpmc spmc = spmc(60_000, false);
        boolean[] yields = {true};
        spmc.connect(ID, answering(m -> {
            if (yields[0]) {
                m.yield();
            }
        }));
        SecureCall call = request(spmc);
        assertEquals(FunctionId.YIELD, call.id());
        yields[0] = false;
        spmc.gone(1);
        while (status(request(spmc, new SecureCall(2, () -> false))) != FfaStatus.OK) {
            Thread.onSpinWait();
        }
    }

    @Test
    void propertiesAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> PartitionDescription.of(Map.of(), false));
        assertThrows(
                IllegalArgumentException.class,
                () -> PartitionDescription.of(Map.of(SecurePartition.UUIDS, new UUID(0, 0).toString()), false));
        assertThrows(
                IllegalArgumentException.class,
                () -> PartitionDescription.of(
                        Map.of(SecurePartition.UUIDS, PROTOCOL.toString(), SecurePartition.ID, 7), false));
        EmulatedSpmc spmc = spmc(1, false);
        PartitionDescription same = PartitionDescription.of(
                Map.of(SecurePartition.UUIDS, PROTOCOL.toString(), SecurePartition.ID, ID), false);
        assertThrows(IllegalArgumentException.class, () -> spmc.add(same));
    }

    @Test
    void aTrustedPartitionCannotYield() {
        EmulatedSpmc spmc = spmc(10_000, true);
        spmc.connect(ID, answering(DirectMessage::yield));
        assertEquals(FfaStatus.ABORTED, status(request(spmc)));
    }
}
