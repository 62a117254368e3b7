// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.run;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.cpu.RunExit;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.time.VirtualClock;
import org.xenolith.core.time.InstructionClock;

/**
 * One host thread runs a domain's vCPUs in turn, each for a fixed number of instructions, as one CPU would that is
 * shared between them. Virtual time is what they have executed together; alarms fire between two instructions, exactly
 * when they are due, and while all are idle time jumps to the next alarm.
 *
 * <p>A kick (for a safepoint, a pause, or an alarm set for sooner) interrupts a turn without ending it, so that the
 * order of execution does not depend on the host.
 */
public final class CountedExecution implements Execution {
    private final List<Vcpu> vcpus;
    private final Gate gate;
    private final InstructionClock clock;
    private final long quantum;
    private final Consumer<Throwable> crash;
    private final String name;
    private final AtomicIntegerArray ready;
    private volatile @Nullable GuestThread thread;
    private volatile int current;
    private long left;

    /**
     * Creates the execution without starting it.
     *
     * @param domain name for the thread
     * @param quantum instructions in a turn, at least 1
     * @param crash is told what a vCPU has thrown; it ends the domain
     */
    public CountedExecution(
            String domain,
            List<Vcpu> vcpus,
            Gate gate,
            InstructionClock clock,
            long quantum,
            Consumer<Throwable> crash) {
        if (quantum < 1) {
            throw new IllegalArgumentException("quantum " + quantum + ", allowed: > 0");
        }
        this.vcpus = List.copyOf(vcpus);
        this.gate = gate;
        this.clock = clock;
        this.quantum = quantum;
        this.crash = crash;
        name = "xenolith-" + domain + "-vcpus";
        ready = new AtomicIntegerArray(vcpus.size());
        for (int i = 0; i < vcpus.size(); i++) {
            ready.set(i, 1);
        }
        left = quantum;
        clock.onEarlier(this::earlier);
    }

    @Override
    public void start() {
        GuestThread started = new GuestThread(name, gate, this::loop);
        thread = started;
        started.start();
    }

    @Override
    public void wake(int vcpu) {
        ready.set(vcpu, 1);
        LockSupport.unpark(thread);
    }

    @Override
    public void kick() {
        vcpus.get(current).kick();
        LockSupport.unpark(thread);
    }

    /** An alarm is due sooner than the running turn was told: interrupt it. */
    private void earlier() {
        if (thread != null) {
            kick();
        }
    }

    @Override
    public void join() {
        GuestThread started = thread;
        if (started != null) {
            started.joinUninterruptibly();
        }
    }

    private void loop() {
        while (gate.enter()) {
            boolean more = false;
            try {
                more = step();
            } catch (Throwable e) {
                crash.accept(e);
            } finally {
                gate.leave();
            }
            if (!more) {
                awaitInput();
            }
        }
    }

    /** Runs one vCPU until its turn ends, an alarm is due or it is kicked; false if nothing can happen by itself. */
    private boolean step() {
        clock.fireDue();
        int next = pick();
        if (next < 0) {
            long deadline = clock.nextDeadline();
            if (deadline == VirtualClock.NEVER) {
                return false;
            }
            clock.advanceTo(deadline);
            return true;
        }
        run(next);
        return true;
    }

    /** Returns the vCPU whose turn it is, or -1 if none is ready. */
    private int pick() {
        for (int i = 0; i < vcpus.size(); i++) {
            int candidate = (current + i) % vcpus.size();
            if (ready.get(candidate) != 0) {
                if (candidate != current) {
                    current = candidate;
                    left = quantum;
                }
                return candidate;
            }
        }
        return -1;
    }

    private void run(int index) {
        Vcpu vcpu = vcpus.get(index);
        long start = clock.nanos();
        long before = vcpu.instructions();
        ready.set(index, 0);
        RunExit exit;
        clock.beginTurn(vcpu::instructions);
        try {
            exit = vcpu.run(Math.min(left, instructionsUntil(clock.nextDeadline(), start)));
        } finally {
            clock.endTurn();
        }
        left -= vcpu.instructions() - before;
        boolean standing = exit == RunExit.IDLE || exit == RunExit.OFF;
        if (!standing) {
            ready.set(index, 1);
        }
        if (standing || left <= 0) {
            current = (index + 1) % vcpus.size();
            left = quantum;
        }
    }

    private long instructionsUntil(long deadline, long now) {
        int step = clock.nanosPerInstruction();
        return deadline == VirtualClock.NEVER ? Long.MAX_VALUE : Math.max(1, Math.ceilDiv(deadline - now, step));
    }

    private void awaitInput() {
        while (!gate.ended() && clock.nextDeadline() == VirtualClock.NEVER && !anyReady()) {
            LockSupport.park(this);
            Thread.interrupted();
        }
    }

    private boolean anyReady() {
        for (int i = 0; i < ready.length(); i++) {
            if (ready.get(i) != 0) {
                return true;
            }
        }
        return false;
    }
}
