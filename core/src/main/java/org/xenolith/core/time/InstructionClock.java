// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.time;

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

    @Override
    public long nanos() {
        return now;
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
