// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.xenolith.engine.support.ToyFrontEnd.word;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus.MmioPort;
import org.xenolith.api.cpu.RunExit;
import org.xenolith.engine.jit.BytecodeCompiler;
import org.xenolith.engine.support.ToyCpu;
import org.xenolith.engine.support.ToyFrontEnd;
import org.xenolith.engine.support.ToyGuest;

class ClusterTest {
    private final ToyMachine machine = new ToyMachine();
    private final ToyCpu second = second(machine);

    /** Adds a vCPU that reaches no device. */
    private static ToyCpu second(ToyMachine machine) {
        return new ToyCpu(machine.cluster, 1, new MmioPort() {
            @Override
            public long read(long address, int width) throws BusFault {
                throw BusFault.UNCLAIMED;
            }

            @Override
            public void write(long address, int width, long value) throws BusFault {
                throw BusFault.UNCLAIMED;
            }
        });
    }

    private Thread start(Cpu cpu, CountDownLatch running) {
        cpu.r[ToyFrontEnd.PC] = ToyGuest.CODE;
        Executor executor = new Executor(cpu);
        return Thread.ofPlatform().start(() -> {
            running.countDown();
            while (executor.run(Long.MAX_VALUE) != RunExit.KICKED) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void whatIsAskedOfEveryVcpuIsDoneOnceAndBeforeTheCallReturns() {
        machine.code(ToyGuest.CODE, word(ToyFrontEnd.ADD, 1, 1), word(ToyFrontEnd.BRANCH, 1, -1));
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            CountDownLatch running = new CountDownLatch(2);
            Thread a = start(machine.cpu, running);
            Thread b = start(second, running);
            running.await();
            AtomicInteger first = new AtomicInteger();
            AtomicInteger other = new AtomicInteger();
            for (int i = 1; i <= 500; i++) {
                machine.cluster.everywhere(cpu -> (cpu == second ? other : first).incrementAndGet());
                // an idle vCPU may still have it before it, a running one has not
                if (machine.cpu.instructions > 0 && second.instructions > 0 && i > 1) {
                    assertEquals(i, first.get());
                    assertEquals(i, other.get());
                }
            }
            machine.cpu.attend(Cpu.KICK);
            second.attend(Cpu.KICK);
            a.join();
            b.join();
            ((Cpu) machine.cpu).serve();
            ((Cpu) second).serve();
            assertEquals(500, first.get());
            assertEquals(500, other.get());
        });
    }

    /** A vCPU that leaves its guest and returns all the time, without a fence of its own where the host allows it. */
    @Test
    @Timeout(60)
    void aVcpuThatComesBackFromADeviceHasDoneWhatWasAskedOfItBefore() throws Exception {
        machine.cluster.barrier().prepare();
        for (int i = 0; i < 200 && !machine.cluster.barrier().isAsymmetric(); i++) {
            Thread.sleep(10);
        }
        Cpu cpu = machine.cpu;
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger late = new AtomicInteger();
        int[] done = new int[1];
        CountDownLatch begun = new CountDownLatch(1);
        Thread vcpu = Thread.ofPlatform().start(() -> {
            cpu.begin();
            begun.countDown();
            while (!stop.get()) {
                cpu.leaveGuest();
                cpu.enterGuest();
                if (asked.get() > done[0]) {
                    late.incrementAndGet();
                }
            }
            cpu.end();
        });
        begun.await();
        long end = System.nanoTime() + 3_000_000_000L;
        int rounds = 0;
        while (System.nanoTime() < end) {
            int round = ++rounds;
            while (cpu.waiting() > 500) {
                Thread.onSpinWait(); // more would be replaced by forgetting everything
            }
            machine.cluster.everywhere(c -> {
                if (c == cpu) {
                    done[0] = round;
                }
            });
            asked.set(round);
        }
        stop.set(true);
        vcpu.join();
        assertEquals(0, late.get(), rounds + " rounds");
        assertTrue(rounds > 100, rounds + " rounds");
    }

    /** All blocks are there early on, so that it is the compiler's thread that finds too many regions. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void vcpusExecuteRightlyWhileTheCompilerDropsTheirCodeToMakeRoom() throws Exception {
        int turns = 500;
        CodePolicy policy = CodePolicy.compiling(new BytecodeCompiler()).keeping(1 << 9);
        ToyMachine small = new ToyMachine(new ToyFrontEnd(), policy);
        int loops = 3 * policy.regions();
        for (int n = 0; n < loops; n++) {
            small.code(
                    ToyGuest.CODE + 16L * n,
                    word(ToyFrontEnd.ADD, 2, 1),
                    word(ToyFrontEnd.ADD, 1, -1),
                    word(ToyFrontEnd.BRANCH, 1, -2),
                    word(ToyFrontEnd.ADD, 1, turns));
        }
        small.code(ToyGuest.CODE + 16L * loops, word(ToyFrontEnd.BRANCH, 1, -4 * loops));
        AtomicBoolean stop = new AtomicBoolean();
        Callable<Void> first = rounds(small.cpu, loops, turns, stop);
        Callable<Void> other = rounds(second(small), loops, turns, stop);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Void>> both = List.of(threads.submit(first), threads.submit(other));
            try {
                while (small.cluster.counts().regions().dropped() < 10L * policy.regions()
                        && both.stream().noneMatch(Future::isDone)) {
                    Thread.sleep(1);
                }
            } finally {
                stop.set(true);
            }
            for (Future<Void> vcpu : both) {
                vcpu.get();
            }
        } finally {
            small.cluster.close();
        }
    }

    /** Executes rounds of a program of loops, whose r1 counts the turns of each, and r2 all of them. */
    private static Callable<Void> rounds(Cpu cpu, int loops, int turns, AtomicBoolean stop) {
        long round = loops * (3L * turns + 1) + 1;
        cpu.r[ToyFrontEnd.PC] = ToyGuest.CODE;
        cpu.r[1] = turns;
        Executor executor = new Executor(cpu);
        return () -> {
            for (long rounds = 1; !stop.get(); rounds++) {
                while (cpu.instructions < rounds * round) {
                    executor.run(rounds * round - cpu.instructions);
                }
                assertEquals(rounds * round, cpu.instructions);
                assertEquals(rounds * loops * turns, cpu.r[2]);
                assertEquals(turns, cpu.r[1]);
                assertEquals(ToyGuest.CODE, cpu.r[ToyFrontEnd.PC]);
            }
            return null;
        };
    }

    @Test
    void anIdleVcpuDoesItBeforeItsNextInstruction() {
        AtomicInteger done = new AtomicInteger();
        machine.code(ToyGuest.CODE, word(ToyFrontEnd.ADD, 1, 1), word(ToyFrontEnd.BRANCH, 1, -1));
        machine.cluster.everywhere(cpu -> done.incrementAndGet());
        assertEquals(0, done.get());
        machine.run(1);
        assertEquals(1, done.get());
    }

    @Test
    void whatPilesUpForAVcpuThatNeverRunsIsBounded() {
        for (int i = 0; i < 5_000; i++) {
            machine.cluster.everywhere(cpu -> cpu.flushPage(0));
        }
        assertTrue(((Cpu) second).waiting() <= 1_024);
        ((Cpu) second).serve();
        assertEquals(0, ((Cpu) second).waiting());
    }

    @Test
    void attentionEndsALoopAndIsWithdrawnByItsReason() {
        machine.cpu.attend(Cpu.OFF);
        machine.cpu.attend(Cpu.KICK);
        assertEquals(Cpu.OFF | Cpu.KICK, machine.cpu.attention());
        assertEquals(RunExit.KICKED, machine.run(10));
        assertEquals(RunExit.OFF, machine.run(10));
        machine.cpu.ignore(Cpu.OFF);
        assertEquals(0, machine.cpu.instructions);
    }
}
