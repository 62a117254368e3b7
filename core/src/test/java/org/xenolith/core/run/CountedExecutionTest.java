// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.cpu.RunState;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.time.VirtualClock;
import org.xenolith.core.time.InstructionClock;

@Timeout(60)
class CountedExecutionTest {
    private final Gate gate = new Gate();
    private final BlockingQueue<Throwable> crashes = new LinkedBlockingQueue<>();

    private CountedExecution execution(InstructionClock clock, long quantum, FakeVcpu... vcpus) {
        return new CountedExecution("test", List.<Vcpu>of(vcpus), gate, clock, quantum, e -> {
            crashes.add(e);
            gate.end();
        });
    }

    private void runToEnd(CountedExecution execution) {
        execution.start();
        execution.join();
        assertEquals(List.of(), List.copyOf(crashes));
    }

    @Test
    void alarmsFireExactlyAtTheirInstruction() {
        InstructionClock clock = new InstructionClock(1);
        List<Long> firedAt = new ArrayList<>();
        FakeVcpu vcpu = new FakeVcpu(0, v -> {
            if (v.instructions() == 100_000) {
                gate.end();
                v.kick();
            }
            return RunState.RUNNING;
        });
        for (long deadline : new long[] {1, 2, 9_999, 10_000, 10_001, 54_321}) {
            clock.alarm(() -> firedAt.add(vcpu.instructions())).set(deadline);
        }
        runToEnd(execution(clock, 10_000, vcpu));
        assertEquals(List.of(1L, 2L, 9_999L, 10_000L, 10_001L, 54_321L), firedAt);
    }

    @Test
    void anAlarmSetByTheGuestForSoonerThanTheTurnEndsFiresInTime() {
        InstructionClock clock = new InstructionClock(1);
        List<Long> firedAt = new ArrayList<>();
        FakeVcpu[] vcpu = new FakeVcpu[1];
        VirtualClock.Alarm alarm = clock.alarm(() -> firedAt.add(vcpu[0].instructions()));
        vcpu[0] = new FakeVcpu(0, v -> {
            if (v.instructions() == 500) {
                alarm.set(600);
            }
            if (v.instructions() == 5_000) {
                gate.end();
                v.kick();
            }
            return RunState.RUNNING;
        });
        runToEnd(execution(clock, 1_000_000, vcpu[0]));
        assertEquals(List.of(600L), firedAt);
    }

    @Test
    void turnsAlternateByTheQuantumAndIdleOnesAreSkipped() {
        InstructionClock clock = new InstructionClock(1);
        StringBuilder trace = new StringBuilder();
        FakeVcpu.Program letter = v -> {
            trace.append((char) ('a' + v.id()));
            if (trace.length() >= 24) {
                gate.end();
                v.kick();
            }
            return v.id() == 1 && v.instructions() >= 4 ? RunState.IDLE : RunState.RUNNING;
        };
        runToEnd(execution(clock, 3, new FakeVcpu(0, letter), new FakeVcpu(1, letter), new FakeVcpu(2, letter)));
        assertEquals("aaabbbcccaaabbcccaaaccca", trace.substring(0, 24));
    }

    @Test
    void idleTimeIsSkippedToTheNextAlarm() {
        InstructionClock clock = new InstructionClock(2);
        FakeVcpu[] vcpu = new FakeVcpu[1];
        CountedExecution[] execution = new CountedExecution[1];
        List<Long> times = new ArrayList<>();
        VirtualClock.Alarm alarm = clock.alarm(() -> {
            vcpu[0].interrupt();
            execution[0].wake(0);
        });
        vcpu[0] = new FakeVcpu(0, v -> {
            times.add(clock.nanos());
            if (times.size() == 4) {
                gate.end();
            }
            alarm.set(clock.nanos() + TimeUnit.DAYS.toNanos(1));
            return RunState.IDLE;
        });
        execution[0] = execution(clock, 100, vcpu[0]);
        runToEnd(execution[0]);
        long day = TimeUnit.DAYS.toNanos(1);
        assertEquals(List.of(0L, day, 2 * day, 3 * day), times);
    }

    @Test
    void anIdleDomainWaitsForAWakeFromOutside() throws InterruptedException {
        InstructionClock clock = new InstructionClock(1);
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        FakeVcpu vcpu = new FakeVcpu(0, v -> {
            events.add("step " + v.instructions());
            return RunState.IDLE;
        });
        CountedExecution execution = execution(clock, 100, vcpu);
        execution.start();
        assertEquals("step 0", events.poll(30, TimeUnit.SECONDS));
        for (int i = 1; i < 50; i++) {
            vcpu.interrupt();
            execution.wake(0);
            assertEquals("step " + i, events.poll(30, TimeUnit.SECONDS));
        }
        gate.end();
        execution.kick();
        execution.join();
    }

    @Test
    void anAlarmSetFromOutsideWakesAnIdleDomain() throws InterruptedException {
        InstructionClock clock = new InstructionClock(1);
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        FakeVcpu vcpu = new FakeVcpu(0, v -> RunState.IDLE);
        CountedExecution execution = execution(clock, 100, vcpu);
        execution.start();
        clock.alarm(() -> events.add("fired")).set(1_000_000);
        assertEquals("fired", events.poll(30, TimeUnit.SECONDS));
        gate.end();
        execution.kick();
        execution.join();
    }

    @Test
    void safepointsFromOutsideDoNotChangeTheOrderOfExecution() {
        String quiet = trace(false);
        String disturbed = trace(true);
        assertEquals(20_000, quiet.length());
        assertEquals(quiet, disturbed);
    }

    private String trace(boolean disturb) {
        Gate own = new Gate();
        InstructionClock clock = new InstructionClock(1);
        StringBuilder trace = new StringBuilder();
        VirtualClock.Alarm alarm = clock.alarm(() -> trace.append('!'));
        FakeVcpu.Program program = v -> {
            if (trace.length() >= 20_000) {
                own.end();
                v.kick();
            } else {
                trace.append((char) ('a' + v.id()));
                if (trace.length() % 97 == 0) {
                    alarm.set(clock.nanos() + 130);
                }
            }
            return RunState.RUNNING;
        };
        CountedExecution execution = new CountedExecution(
                "trace",
                List.of(new FakeVcpu(0, program), new FakeVcpu(1, program), new FakeVcpu(2, program)),
                own,
                clock,
                50,
                crashes::add);
        execution.start();
        while (disturb && !own.ended()) {
            own.close(execution::kick);
            own.open();
        }
        execution.join();
        return trace.substring(0, 20_000);
    }

    @Test
    void whatAVcpuThrowsIsReported() {
        FakeVcpu vcpu = new FakeVcpu(0, v -> {
            throw new StackOverflowError();
        });
        CountedExecution execution = execution(new InstructionClock(1), 100, vcpu);
        execution.start();
        execution.join();
        assertInstanceOf(StackOverflowError.class, crashes.poll());
    }

    @Test
    void pausesWhileIdleAndRunningLoseNoWake() throws InterruptedException {
        InstructionClock clock = new InstructionClock(1);
        BlockingQueue<Long> steps = new LinkedBlockingQueue<>();
        FakeVcpu vcpu = new FakeVcpu(0, v -> {
            steps.add(v.instructions());
            return RunState.IDLE;
        });
        CountedExecution execution = execution(clock, 100, vcpu);
        AtomicBoolean stop = new AtomicBoolean();
        Thread pauser = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                gate.close(execution::kick);
                gate.open();
            }
        });
        execution.start();
        assertEquals(0L, steps.poll(30, TimeUnit.SECONDS));
        for (long i = 1; i < 500; i++) {
            vcpu.interrupt();
            execution.wake(0);
            assertEquals(i, steps.poll(30, TimeUnit.SECONDS));
        }
        stop.set(true);
        pauser.join();
        gate.end();
        execution.kick();
        execution.join();
        assertTrue(crashes.isEmpty());
    }
}
