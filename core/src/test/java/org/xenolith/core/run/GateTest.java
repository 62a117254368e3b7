// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateTest {
    private final Gate gate = new Gate();

    private GuestThread start(Runnable body) {
        GuestThread thread = new GuestThread("test-guest", gate, body);
        thread.start();
        return thread;
    }

    @Test
    void closingWaitsForThoseInsideAndKicksThem() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch in = new CountDownLatch(1);
        GuestThread guest = start(() -> {
            assertTrue(gate.enter());
            in.countDown();
            while (!stop.get()) {
                Thread.onSpinWait();
            }
            gate.leave();
        });
        in.await();
        gate.close(() -> stop.set(true));
        gate.open();
        guest.join();
    }

    @Test
    void closingForAWhileGivesUpAndStaysClosed() throws InterruptedException {
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch out = new CountDownLatch(1);
        GuestThread guest = start(() -> {
            gate.enter();
            in.countDown();
            await(out);
            gate.leave();
        });
        in.await();
        assertFalse(gate.close(() -> {}, TimeUnit.MILLISECONDS.toNanos(5)));
        out.countDown();
        gate.close(() -> {});
        gate.open();
        gate.open();
        guest.join();
    }

    @Test
    void aThreadThatStandsLetsTheGateCloseAndReturnsWhenItOpens() throws InterruptedException {
        AtomicBoolean ready = new AtomicBoolean();
        AtomicBoolean returned = new AtomicBoolean();
        CountDownLatch in = new CountDownLatch(1);
        GuestThread guest = start(() -> {
            gate.enter();
            in.countDown();
            gate.standUntil(ready::get, Long.MAX_VALUE);
            returned.set(true);
            gate.leave();
        });
        in.await();
        gate.close(() -> {});
        ready.set(true);
        assertFalse(returned.get());
        gate.open();
        guest.join();
        assertTrue(returned.get());
        gate.close(() -> {});
        gate.open();
    }

    @Test
    void standingEndsAfterTheTimeButNotWhileClosed() throws InterruptedException {
        CountDownLatch in = new CountDownLatch(1);
        AtomicBoolean returned = new AtomicBoolean();
        GuestThread guest = start(() -> {
            gate.enter();
            in.countDown();
            gate.standUntil(() -> false, TimeUnit.MILLISECONDS.toNanos(1));
            returned.set(true);
            gate.leave();
        });
        in.await();
        guest.join();
        assertTrue(returned.get());
    }

    @Test
    void theEndFreesEveryoneWhoWaits() throws InterruptedException {
        CountDownLatch in = new CountDownLatch(1);
        GuestThread standing = start(() -> {
            gate.enter();
            in.countDown();
            gate.standUntil(() -> false, Long.MAX_VALUE);
            gate.leave();
        });
        in.await();
        gate.close(() -> {});
        AtomicBoolean entered = new AtomicBoolean(true);
        GuestThread waiting = start(() -> entered.set(gate.enter()));
        gate.end();
        waiting.join();
        standing.join();
        assertFalse(entered.get());
        assertTrue(gate.ended());
    }

    @Test
    void manyClosersAndGuestsNeverOverlap() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        GuestThread[] guests = new GuestThread[3];
        for (int i = 0; i < guests.length; i++) {
            guests[i] = start(() -> {
                while (gate.enter()) {
                    inside.incrementAndGet();
                    Thread.yield();
                    inside.decrementAndGet();
                    gate.leave();
                }
            });
        }
        Thread[] closers = new Thread[2];
        for (int i = 0; i < closers.length; i++) {
            closers[i] = Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 2_000; n++) {
                    gate.close(() -> {});
                    overlaps.addAndGet(inside.get());
                    gate.open();
                }
            });
        }
        for (Thread closer : closers) {
            closer.join();
        }
        gate.end();
        for (GuestThread guest : guests) {
            guest.join();
        }
        assertEquals(0, overlaps.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
