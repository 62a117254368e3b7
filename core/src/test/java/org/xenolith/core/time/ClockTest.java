// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.xenolith.api.time.VirtualClock;

class ClockTest {
    @Test
    void countedAlarmsFireEarliestFirstAndOnce() {
        InstructionClock clock = new InstructionClock(1);
        List<String> fired = new ArrayList<>();
        VirtualClock.Alarm a = clock.alarm(() -> fired.add("a"));
        VirtualClock.Alarm b = clock.alarm(() -> fired.add("b"));
        VirtualClock.Alarm c = clock.alarm(() -> fired.add("c"));
        a.set(30);
        b.set(20);
        c.set(25);
        c.cancel();
        assertEquals(20, clock.nextDeadline());
        clock.advanceTo(19);
        clock.fireDue();
        assertEquals(List.of(), fired);
        clock.advanceTo(100);
        clock.advanceTo(50);
        assertEquals(100, clock.nanos(), "time does not go back");
        clock.fireDue();
        clock.fireDue();
        assertEquals(List.of("b", "a"), fired);
        assertEquals(VirtualClock.NEVER, clock.nextDeadline());
    }

    @Test
    void anAlarmThatSetsItselfDoesNotKeepFireDueFromReturning() {
        InstructionClock clock = new InstructionClock(1);
        AtomicInteger fired = new AtomicInteger();
        VirtualClock.Alarm[] alarm = new VirtualClock.Alarm[1];
        alarm[0] = clock.alarm(() -> {
            fired.incrementAndGet();
            alarm[0].set(0);
        });
        alarm[0].set(0);
        clock.fireDue();
        assertEquals(1, fired.get());
        clock.fireDue();
        assertEquals(2, fired.get());
    }

    @Test
    void whileAVcpuRunsTimeFollowsItsInstructionsForItsOwnThread() throws InterruptedException {
        InstructionClock clock = new InstructionClock(3);
        clock.advanceTo(100);
        long[] executed = {1_000};
        clock.beginTurn(() -> executed[0]);
        executed[0] += 7;
        AtomicInteger seen = new AtomicInteger();
        Thread other = Thread.ofPlatform().start(() -> seen.set((int) clock.nanos()));
        other.join();
        assertEquals(100, seen.get());
        assertEquals(121, clock.nanos());
        executed[0] += 1;
        clock.endTurn();
        executed[0] += 50;
        assertEquals(124, clock.nanos());
    }

    @Test
    void onlyAnEarlierAlarmIsAnnounced() {
        InstructionClock clock = new InstructionClock(1);
        AtomicInteger announced = new AtomicInteger();
        clock.onEarlier(announced::incrementAndGet);
        clock.alarm(() -> {}).set(100);
        clock.alarm(() -> {}).set(200);
        clock.alarm(() -> {}).set(50);
        assertEquals(2, announced.get());
    }

    @Test
    void wallAlarmsFireInOrderAndNotEarly() throws InterruptedException {
        try (HostTimer timer = new HostTimer((what, e) -> {})) {
            WallClock clock = new WallClock(timer);
            BlockingQueue<long[]> fired = new LinkedBlockingQueue<>();
            long start = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(250); // all are set before the first is due
            for (int i = 5; i > 0; i--) {
                int number = i;
                clock.alarm(() -> fired.add(new long[] {number, clock.nanos()}))
                        .set(start + TimeUnit.MILLISECONDS.toNanos(2L * i));
            }
            for (int i = 1; i <= 5; i++) {
                long[] one = fired.poll(10, TimeUnit.SECONDS);
                assertEquals(i, one[0]);
                assertTrue(one[1] >= start + TimeUnit.MILLISECONDS.toNanos(2L * i));
            }
        }
    }

    @Test
    void anEarlierAlarmOvertakesOneTheThreadSleepsFor() throws InterruptedException {
        try (HostTimer timer = new HostTimer((what, e) -> {})) {
            WallClock clock = new WallClock(timer);
            VirtualClock.Alarm late = clock.alarm(() -> {});
            late.set(clock.nanos() + TimeUnit.HOURS.toNanos(1));
            CountDownLatch soon = new CountDownLatch(1);
            clock.alarm(soon::countDown).set(0);
            assertTrue(soon.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void cancelledAlarmsAndThoseOfAClosedClockStaySilent() throws InterruptedException {
        try (HostTimer timer = new HostTimer((what, e) -> {})) {
            WallClock clock = new WallClock(timer);
            WallClock other = new WallClock(timer);
            AtomicInteger wrong = new AtomicInteger();
            VirtualClock.Alarm cancelled = clock.alarm(wrong::incrementAndGet);
            cancelled.set(clock.nanos() + TimeUnit.MILLISECONDS.toNanos(5));
            cancelled.cancel();
            VirtualClock.Alarm closed = clock.alarm(wrong::incrementAndGet);
            closed.set(clock.nanos() + TimeUnit.MILLISECONDS.toNanos(5));
            clock.close();
            closed.set(0);
            CountDownLatch later = new CountDownLatch(1);
            other.alarm(later::countDown).set(other.nanos() + TimeUnit.MILLISECONDS.toNanos(10));
            assertTrue(later.await(10, TimeUnit.SECONDS));
            assertEquals(0, wrong.get());
        }
    }

    @Test
    void anActionThatFailsIsReportedAndTheTimerGoesOn() throws InterruptedException {
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        try (HostTimer timer = new HostTimer((what, e) -> failures.add(e))) {
            WallClock clock = new WallClock(timer);
            clock.alarm(() -> {
                        throw new IllegalStateException("boom");
                    })
                    .set(0);
            assertEquals("boom", failures.poll(10, TimeUnit.SECONDS).getMessage());
            CountDownLatch next = new CountDownLatch(1);
            clock.alarm(next::countDown).set(0);
            assertTrue(next.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void neverIsNever() {
        try (HostTimer timer = new HostTimer((what, e) -> {})) {
            WallClock clock = new WallClock(timer);
            AtomicInteger fired = new AtomicInteger();
            clock.alarm(fired::incrementAndGet).set(VirtualClock.NEVER);
            clock.alarm(fired::incrementAndGet).set(VirtualClock.NEVER - 1);
            assertFalse(clock.nanos() < 0);
            assertEquals(0, fired.get());
        }
    }
}
