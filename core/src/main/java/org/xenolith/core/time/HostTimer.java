// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.time;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.time.VirtualClock;

/**
 * One thread that fires the alarms of all domains in wall time. It starts with the first alarm and sleeps while none is
 * near, so idle domains cost nothing.
 */
public final class HostTimer implements AutoCloseable {
    /** The origin of the host's clock is arbitrary and its sign too; ours starts near zero. */
    private static final long ORIGIN = System.nanoTime();

    private final ReentrantLock lock = new ReentrantLock();
    private final AlarmHeap heap = new AlarmHeap();
    private final BiConsumer<String, Throwable> failures;
    private @Nullable Thread thread;
    private long sleepsUntil = VirtualClock.NEVER;
    private boolean closed;

    /**
     * Creates the timer.
     *
     * @param failures is told when an alarm's action throws
     */
    public HostTimer(BiConsumer<String, Throwable> failures) {
        this.failures = failures;
    }

    /** Sets an entry's deadline in the host's monotonic nanoseconds, made positive by {@link #now}. */
    void set(AlarmHeap.Entry entry, long deadline) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            heap.set(entry, deadline);
            if (heap.earliest() < sleepsUntil) {
                wakeThread();
            }
        } finally {
            lock.unlock();
        }
    }

    private void wakeThread() {
        Thread running = thread;
        if (running == null) {
            thread = Thread.ofPlatform().daemon().name("xenolith-timer").start(this::loop);
        } else {
            sleepsUntil = 0;
            LockSupport.unpark(running);
        }
    }

    /** Removes all entries of an owner. */
    void removeAll(Object owner) {
        lock.lock();
        try {
            heap.removeAll(owner);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the host's monotonic time, nanoseconds, not negative. */
    static long now() {
        return System.nanoTime() - ORIGIN;
    }

    private void loop() {
        while (true) {
            AlarmHeap.Entry due;
            long pause;
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                long now = now();
                due = heap.takeDue(now, heap.mark());
                sleepsUntil = due == null ? heap.earliest() : 0;
                pause = sleepsUntil - now;
            } finally {
                lock.unlock();
            }
            if (due != null) {
                fire(due);
            } else {
                LockSupport.parkNanos(this, pause);
            }
        }
    }

    private void fire(AlarmHeap.Entry due) {
        try {
            due.action.run();
        } catch (RuntimeException | Error e) {
            failures.accept("an alarm's action failed", e);
        }
    }

    /** Ends the thread; alarms that are set never fire. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        } finally {
            lock.unlock();
        }
    }
}
