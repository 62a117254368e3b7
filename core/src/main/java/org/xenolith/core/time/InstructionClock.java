// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.time;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.time.CountedClock;
import org.xenolith.api.time.TimeMode;

/**
 * A domain's clock that counts guest instructions. The thread that executes the guest moves it and fires its alarms;
 * others may set alarms.
 */
public final class InstructionClock implements CountedClock {
    private final int nanosPerInstruction;
    private final AlarmHeap heap = new AlarmHeap();
    private final Object lock = new Object();
    private volatile long now;
    private volatile Runnable onEarlier = () -> {};
    private @Nullable Turn turn;

    /** A vCPU that is executing, and from where its instructions count. */
    private record Turn(Thread thread, LongSupplier instructions, long firstInstruction, long start) {}

    /**
     * Starts the clock at zero.
     *
     * @param nanosPerInstruction virtual nanoseconds, at least 1
     */
    public InstructionClock(int nanosPerInstruction) {
        if (nanosPerInstruction < 1) {
            throw new IllegalArgumentException("nanoseconds per instruction " + nanosPerInstruction + ", allowed: > 0");
        }
        this.nanosPerInstruction = nanosPerInstruction;
    }

    /** Sets what runs, on the setter's thread, after an alarm has become the earliest one. */
    public void onEarlier(Runnable action) {
        onEarlier = action;
    }

    @Override
    public TimeMode mode() {
        return TimeMode.COUNTED;
    }

    @Override
    public int nanosPerInstruction() {
        return nanosPerInstruction;
    }

    /**
     * Lets a vCPU carry the clock: until {@link #endTurn} the time that the calling thread sees follows its count of
     * instructions. So a guest sees the same time however its execution is cut into pieces.
     *
     * @param instructions how many instructions the vCPU has executed
     */
    public void beginTurn(LongSupplier instructions) {
        turn = new Turn(Thread.currentThread(), instructions, instructions.getAsLong(), now);
    }

    /** Ends what {@link #beginTurn} began; the clock shows the end of the last instruction. */
    public void endTurn() {
        follow();
        turn = null;
    }

    @Override
    public long nanos() {
        follow();
        return now;
    }

    /** Other threads may or may not see the turn; if they do they see whose it is. */
    private void follow() {
        Turn current = turn;
        if (current != null && current.thread == Thread.currentThread()) {
            long executed = current.instructions.getAsLong() - current.firstInstruction;
            advanceTo(current.start + executed * nanosPerInstruction);
        }
    }

    @Override
    public long nextDeadline() {
        synchronized (lock) {
            return heap.earliest();
        }
    }

    @Override
    public void advanceTo(long nanos) {
        if (nanos > now) {
            now = nanos;
        }
    }

    @Override
    public void fireDue() {
        long mark;
        synchronized (lock) {
            mark = heap.mark();
        }
        while (true) {
            AlarmHeap.@Nullable Entry due;
            synchronized (lock) {
                due = heap.takeDue(now, mark);
            }
            if (due == null) {
                return;
            }
            due.action.run();
        }
    }

    @Override
    public Alarm alarm(Runnable action) {
        AlarmHeap.Entry entry = new AlarmHeap.Entry(action, this);
        return deadline -> set(entry, deadline);
    }

    private void set(AlarmHeap.Entry entry, long deadline) {
        boolean earlier;
        synchronized (lock) {
            long before = heap.earliest();
            heap.set(entry, deadline);
            earlier = heap.earliest() < before;
        }
        if (earlier) {
            onEarlier.run();
        }
    }
}
