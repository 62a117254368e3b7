// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done on a thread of its own while there is some, by one thread at a time, and costs nothing otherwise.
 *
 * <p>When the work runs out the thread stays for a moment, so that a guest that writes byte by byte does not start a
 * thread for each.
 */
final class DrainTask {
    private static final long LINGER_NANOS = 50_000;

    private final Executor executor;
    private final BooleanSupplier work;
    private final BooleanSupplier pending;
    private final AtomicBoolean active = new AtomicBoolean();
    private volatile @Nullable Thread thread;

    /**
     * Creates the task.
     *
     * @param executor runs it, for as long as there is work
     * @param work does what there is; false if there was nothing
     * @param pending tells whether there is work
     */
    DrainTask(Executor executor, BooleanSupplier work, BooleanSupplier pending) {
        this.executor = executor;
        this.work = work;
        this.pending = pending;
    }

    /** Sees to it that work which is pending now gets done. */
    void signal() {
        if (!active.get() && active.compareAndSet(false, true)) {
            executor.execute(this::run);
        }
    }

    /** Ends a moment of waiting for more. */
    void hurry() {
        LockSupport.unpark(thread);
    }

    private void run() {
        do {
            thread = Thread.currentThread();
            try {
                workUntilIdle();
            } finally {
                thread = null;
                active.set(false);
            }
        } while (pending.getAsBoolean() && active.compareAndSet(false, true));
    }

    private void workUntilIdle() {
        int idle = 0;
        while (idle < 2) {
            if (work.getAsBoolean()) {
                idle = 0;
            } else {
                idle++;
                LockSupport.parkNanos(this, LINGER_NANOS);
            }
        }
    }

    /** Does what is pending on the calling thread, unless it is being done already. */
    void finish() {
        if (active.compareAndSet(false, true)) {
            try {
                boolean unused = work.getAsBoolean();
            } finally {
                active.set(false);
            }
        }
    }
}
