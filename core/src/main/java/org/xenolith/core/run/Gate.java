// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.run;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What the threads that execute a domain pass before they enter guest code. Whoever closes it gets control when all of
 * them stand; it opens when everyone who closed it has opened it again.
 *
 * <p>A thread that waits on the guest's behalf stands, too ({@link #standUntil}). The lock is a leaf: nothing is called
 * while it is held except the condition given to {@link #standUntil}.
 *
 * <p>A safepoint is shorter than a thread takes to fall asleep and wake up, so both sides look for a moment before they
 * wait.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // the lock guards the updates
public final class Gate {
    /** How long to look before waiting, host nanoseconds; on one processor the others could not go on meanwhile. */
    private static final long LOOK_NANOS = Runtime.getRuntime().availableProcessors() > 1 ? 50_000 : 0;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile int closers; // written under the lock
    private volatile int inside;
    private volatile boolean ended;

    /** When the first thread stood because the gate was closed; 0 if none had to leave. Guarded by the lock. */
    private long stood;

    /**
     * Enters guest code, after waiting while the gate is closed.
     *
     * @return false if the domain has ended: the thread must not execute it any more
     */
    public boolean enter() {
        if (closers > 0) {
            look(() -> closers == 0 || ended);
        }
        acquire();
        try {
            while (closers > 0 && !ended) {
                changed.awaitUninterruptibly();
            }
            if (ended) {
                return false;
            }
            inside++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves guest code; the counterpart of an {@link #enter} that returned true. */
    public void leave() {
        lock.lock();
        try {
            inside--;
            noteStanding();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the gate and waits until nobody is inside.
     *
     * @param kick makes the threads that are inside come out
     */
    public void close(Runnable kick) {
        close(kick, Long.MAX_VALUE);
    }

    /**
     * Closes the gate and waits for a while until nobody is inside. It is closed in either case.
     *
     * @param nanos how long to wait, host nanoseconds
     * @return whether all stand
     */
    public boolean close(Runnable kick, long nanos) {
        lock.lock();
        try {
            if (closers++ == 0) {
                stood = 0;
            }
            if (inside == 0) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        kick.run();
        look(() -> inside == 0);
        return awaitEmpty(nanos);
    }

    private static void look(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - begin < LOOK_NANOS) {
            Thread.onSpinWait();
        }
    }

    /**
     * Takes the lock. Who has it, has just changed what this thread has looked for, and lets it go at once: a thread that
     * fell asleep over it would, woken, take the other's processor.
     */
    private void acquire() {
        if (!lock.tryLock()) {
            look(() -> !lock.isLocked());
            lock.lock();
        }
    }

    private boolean awaitEmpty(long nanos) {
        boolean interrupted = false;
        acquire();
        try {
            long left = nanos;
            while (inside > 0 && left > 0) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return inside == 0;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void noteStanding() {
        if (closers > 0 && stood == 0) {
            stood = System.nanoTime();
        }
    }

    /**
     * Returns when a thread first stood because the gate was closed: until then the guest went on.
     *
     * @param otherwise what is returned if none was inside
     */
    public long stoodSince(long otherwise) {
        lock.lock();
        try {
            return stood == 0 ? otherwise : stood;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Undoes one {@link #close}.
     *
     * @return when it did; the calling thread may have lost its processor to one that it let in before this returns
     */
    public long open() {
        lock.lock();
        try {
            closers--;
            long now = System.nanoTime();
            changed.signalAll();
            return now;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more, and lets all go who wait here. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether the domain has ended. */
    public boolean ended() {
        return ended;
    }

    /**
     * Waits, in the middle of guest code, for something that somebody does at a safepoint. The thread counts as
     * standing meanwhile; it is inside again when this returns. A thread that does not execute this domain just waits.
     *
     * @param condition evaluated under the gate's lock while the gate is open
     * @param nanos how long to wait at least while the condition does not hold, host nanoseconds
     */
    public void standUntil(BooleanSupplier condition, long nanos) {
        boolean member = Thread.currentThread() instanceof GuestThread thread && thread.gate() == this;
        boolean interrupted = false;
        lock.lock();
        try {
            inside -= member ? 1 : 0;
            noteStanding();
            changed.signalAll();
            long left = nanos;
            while (!ended && (closers > 0 || !condition.getAsBoolean() && left > 0)) {
                try {
                    if (closers > 0 && left <= 0) {
                        changed.await();
                    } else {
                        left = changed.awaitNanos(left);
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            inside += member ? 1 : 0;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
