// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.service.ffa.abi.FunctionId;

/**
 * A vCPU of a secure partition: works on one request at a time.
 *
 * <p>Whoever calls turns the state from WAITING to RUNNING and hands the request to the context's own thread; then the
 * phase says whose turn it is. A partition that does not come back in time is abandoned: its caller gets ABORTED, and the
 * context is of use again when the partition returns after all. A trusted partition is called on the caller's thread.
 */
final class ExecutionContext {
    /** What callers see. */
    enum State {
        /** Ready for a request. */
        WAITING,
        /** Works for a caller that waits. */
        RUNNING,
        /** Works; its caller went to take an interrupt and comes back with RUN. */
        PREEMPTED,
        /** Gave its turn back and goes on with RUN. */
        BLOCKED,
        /** Did not come back in time. */
        FAILED
    }

    private static final int IDLE = 0;
    private static final int GIVEN = 1;
    private static final int WORKING = 2;
    private static final int DONE = 3;
    private static final int THROWN = 4;
    private static final int YIELDED = 5;
    private static final int RESUMED = 6;
    private static final int ABANDONED = 7;

    private static final int SPINS = 2_000;
    /** How long a waiting caller sleeps before it looks for interrupts of its own. */
    private static final long SLICE_NANOS = 1_000_000;

    private final int number;
    private final int partition;
    private final SecurePartition service;
    private final SpmcSettings settings;
    private final DirectRequest request = new DirectRequest(this);
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final AtomicInteger phase = new AtomicInteger(IDLE);
    private volatile @Nullable Thread caller;
    private volatile @Nullable Thread worker;
    private volatile boolean stopped;
    private volatile boolean trusted;
    private volatile int owner;
    private volatile long left;

    ExecutionContext(int partition, int number, SecurePartition service, boolean trusted, SpmcSettings settings) {
        this.partition = partition;
        this.number = number;
        this.service = service;
        this.trusted = trusted;
        this.settings = settings;
    }

    State state() {
        return Objects.requireNonNull(state.get());
    }

    /** Takes the context for a request; false if it is not waiting for one. */
    boolean claim() {
        return state.compareAndSet(State.WAITING, State.RUNNING);
    }

    /** Works on a request; the context has been claimed. Returns when there is an answer for the caller. */
    void work(SecureCall call) {
        request.take(call);
        owner = call.owner();
        left = settings.budgetNanos();
        if (trusted) {
            workHere(call);
            return;
        }
        caller = Thread.currentThread();
        phase.set(GIVEN);
        wakeWorker();
        await(call);
    }

    private void workHere(SecureCall call) {
        long begun = System.nanoTime();
        boolean thrown = false;
        try {
            request.answer(service);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            thrown = true;
        }
        if (System.nanoTime() - begun > settings.budgetNanos()) {
            trusted = false;
        }
        if (thrown) {
            call.fail(FfaStatus.ABORTED);
        } else {
            request.respond(call);
        }
        state.set(State.WAITING);
    }

    /** Goes on with a request that was preempted or blocked, for the one who made it. */
    void resume(SecureCall call) {
        State now = state();
        if (now == State.PREEMPTED || now == State.BLOCKED) {
            if (owner != call.owner()) {
                call.fail(FfaStatus.DENIED);
                return;
            }
            if (state.compareAndSet(now, State.RUNNING)) {
                caller = Thread.currentThread();
                if (now == State.BLOCKED) {
                    phase.compareAndSet(YIELDED, RESUMED);
                    wakeWorker();
                }
                await(call);
                return;
            }
        }
        switch (now) {
            case WAITING -> {
                call.begin(FunctionId.MSG_WAIT, 0, 0, 0);
            }
            case FAILED -> call.fail(FfaStatus.ABORTED);
            default -> call.fail(FfaStatus.BUSY);
        }
    }

    private void await(SecureCall call) {
        long begun = System.nanoTime();
        int spins = 0;
        while (true) {
            int now = phase.get();
            if (stopped) {
                // looked at after the phase: what a partition answers when it is told to stop is not an answer
                state.set(State.FAILED);
                call.fail(FfaStatus.ABORTED);
                return;
            }
            if (now == DONE || now == THROWN || now == YIELDED) {
                take(call, now);
                return;
            }
            if (spins < SPINS) {
                spins++;
                Thread.onSpinWait();
                continue;
            }
            long spent = System.nanoTime() - begun;
            if (spent >= left) {
                if (abandon(now)) {
                    call.fail(FfaStatus.ABORTED);
                    return;
                }
                continue;
            }
            if (spent >= settings.preemptNanos() && call.interrupted()) {
                left -= spent;
                preempted(call);
                return;
            }
            LockSupport.parkNanos(this, Math.clamp(left - spent, 1, SLICE_NANOS));
        }
    }

    private void take(SecureCall call, int how) {
        if (how == YIELDED) {
            call.begin(FunctionId.YIELD, place(), 0, 0);
            leave(call, State.BLOCKED);
            return;
        }
        if (how == DONE) {
            request.respond(call);
        } else {
            call.fail(FfaStatus.ABORTED);
        }
        phase.set(IDLE);
        state.set(State.WAITING);
    }

    private void preempted(SecureCall call) {
        call.begin(FunctionId.INTERRUPT, place(), 0, 0);
        leave(call, State.PREEMPTED);
    }

    /** Lets the caller go and come back with RUN; if the partition is stopped just now, whoever sees it answers. */
    private void leave(SecureCall call, State as) {
        state.set(as);
        if (stopped && state.compareAndSet(as, State.FAILED)) {
            call.fail(FfaStatus.ABORTED);
        }
    }

    private long place() {
        return (long) partition << 16 | number;
    }

    /**
     * Gives a request up; false if the phase is another by now. The state comes first: as soon as the phase says so, the
     * partition's thread may make the context ready again.
     */
    private boolean abandon(int now) {
        state.set(State.FAILED);
        if (!phase.compareAndSet(now, ABANDONED)) {
            state.set(State.RUNNING);
            return false;
        }
        Thread thread = worker;
        if (thread != null) {
            thread.interrupt();
        }
        return true;
    }

    /** The one who made the request is gone. */
    void dropOf(int vm) {
        State now = state();
        if (owner == vm
                && (now == State.PREEMPTED || now == State.BLOCKED)
                && state.compareAndSet(now, State.RUNNING)) {
            int then = phase.get();
            while (then != DONE && then != THROWN && !abandon(then)) {
                then = phase.get();
            }
            if (then == DONE || then == THROWN) {
                phase.set(IDLE);
                state.set(State.WAITING);
            } else {
                wakeWorker();
            }
        }
    }

    /**
     * The partition is gone: callers get ABORTED. Returns the one who is away and will hear of it by RUN, 0 if nobody is.
     */
    int stop() {
        stopped = true;
        Thread waiting = caller;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
        Thread thread = worker;
        if (thread != null) {
            thread.interrupt();
        }
        boolean away =
                state.compareAndSet(State.PREEMPTED, State.FAILED) || state.compareAndSet(State.BLOCKED, State.FAILED);
        return away ? owner : 0;
    }

    // ---- the context's thread

    private void wakeWorker() {
        Thread thread = worker;
        if (thread == null) {
            thread = Thread.ofPlatform()
                    .daemon()
                    .name("xenolith-sp-" + Integer.toHexString(partition) + "-" + number)
                    .unstarted(this::serve);
            worker = thread;
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
    }

    private void serve() {
        int spins = 0;
        while (!stopped) {
            if (phase.compareAndSet(GIVEN, WORKING)) {
                serveOne();
                spins = 0;
            } else if (phase.get() == ABANDONED) {
                recover();
            } else if (spins < SPINS) {
                spins++;
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                boolean ignored = Thread.interrupted();
            }
        }
    }

    private void serveOne() {
        int outcome = DONE;
        try {
            request.answer(service);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            outcome = THROWN;
        }
        if (phase.compareAndSet(WORKING, outcome)) {
            Thread waiting = caller;
            if (waiting != null) {
                LockSupport.unpark(waiting);
            }
        } else {
            recover();
        }
    }

    /**
     * Nobody wants the answer any more. A context that is stopped stays as it is: {@link #stop} has to see whether its
     * caller is away, which a partition that gives up at once must not hide.
     */
    private void recover() {
        boolean ignored = Thread.interrupted();
        if (!stopped) {
            phase.set(IDLE);
            state.set(State.WAITING);
        }
    }

    /** Called by the partition, on the context's thread. */
    void yieldToCaller() {
        if (Thread.currentThread() != worker || !phase.compareAndSet(WORKING, YIELDED)) {
            throw new IllegalStateException("a partition that is called on its caller's thread cannot yield");
        }
        LockSupport.unpark(caller);
        while (!phase.compareAndSet(RESUMED, WORKING)) {
            if (stopped || phase.get() == ABANDONED) {
                throw new IllegalStateException("the request has been abandoned");
            }
            LockSupport.park(this);
            if (Thread.interrupted() && !stopped && phase.get() != ABANDONED) {
                LockSupport.parkNanos(this, 1);
            }
        }
    }
}
