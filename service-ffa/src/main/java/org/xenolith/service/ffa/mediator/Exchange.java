// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.call.CallContext;

/**
 * A direct request from one virtual machine to another, as its sender keeps it: from the request until the answer has
 * been taken, or the sender has given up. Used again; requests are told apart by a number.
 *
 * <p>The receiver's answer goes into it, so that the receiver is free even if the sender does not come back for it.
 */
final class Exchange {
    /** Registers that a request or a response has. */
    static final int REGISTERS = 18;

    private static final int FREE = 0;
    private static final int OPEN = 1;
    private static final int ANSWERING = 2;
    private static final int ANSWERED = 3;
    private static final int PHASE = 3;
    private static final int NUMBER_SHIFT = 2;

    /** The number of the request, and the phase in the two low bits. */
    private final AtomicLong state = new AtomicLong();
    /** Who waits for the answer just now: one vCPU of the sender at a time. */
    private final AtomicReference<@Nullable Thread> waiter = new AtomicReference<>();

    private final long[] answer = new long[REGISTERS];
    private volatile @Nullable Endpoint receiver;
    private volatile int receiverVcpu;
    private volatile long deadline;

    /** Takes it for a request of the calling thread; false if it is in use. An answer that came too late is dropped. */
    boolean open(Endpoint to, long until) {
        Thread self = Thread.currentThread();
        if (!waiter.compareAndSet(null, self)) {
            return false;
        }
        long now = state.get();
        boolean late = phase(now) != FREE && System.nanoTime() - deadline >= 0 && phase(now) != ANSWERING;
        if (phase(now) == FREE || late && state.compareAndSet(now, free(now))) {
            receiver = to;
            deadline = until;
            state.set(next(state.get()) | OPEN);
            return true;
        }
        waiter.set(null);
        return false;
    }

    private static int phase(long state) {
        return (int) state & PHASE;
    }

    private static long free(long state) {
        return state & ~PHASE | FREE;
    }

    private static long next(long state) {
        return (state >>> NUMBER_SHIFT) + 1 << NUMBER_SHIFT;
    }

    /** Returns the number of the request, while it is open. */
    long number() {
        return state.get() >>> NUMBER_SHIFT;
    }

    /** Says which vCPU of the receiver has taken the request. */
    void taken(int vcpu) {
        receiverVcpu = vcpu;
    }

    /** Takes it to wait on for a request that was made before; null if it is no request to that vCPU. */
    @Nullable
    Endpoint resume(int to, int vcpu) {
        if (!waiter.compareAndSet(null, Thread.currentThread())) {
            return null;
        }
        Endpoint there = receiver;
        if (phase(state.get()) != FREE && there != null && there.id == to && receiverVcpu == vcpu) {
            return there;
        }
        waiter.set(null);
        return null;
    }

    /** Does not wait on for now. */
    void pause() {
        waiter.set(null);
    }

    /** Ends it: no answer is wanted, or there was none to wait for. */
    void close() {
        state.updateAndGet(Exchange::free);
        receiver = null;
        waiter.set(null);
    }

    boolean answered() {
        return phase(state.get()) == ANSWERED;
    }

    /** Tells whether it has been ended by somebody else than the one who waits. */
    boolean over() {
        return phase(state.get()) == FREE;
    }

    /** Gives the request up; false if it has been answered, or just is. */
    boolean abandon() {
        long now = state.get();
        if (phase(now) == OPEN && state.compareAndSet(now, free(now))) {
            receiver = null;
            return true;
        }
        return false;
    }

    /** Gives the request up if it is one to an endpoint that goes. */
    void drop(Endpoint gone) {
        if (receiver == gone && abandon()) {
            LockSupport.unpark(waiter.get());
        }
    }

    int receiverVcpu() {
        return receiverVcpu;
    }

    boolean late() {
        return System.nanoTime() - deadline >= 0;
    }

    /** Tells whether a request still waits for its answer. */
    boolean wants(long number) {
        return state.get() == (number << NUMBER_SHIFT | OPEN);
    }

    /**
     * Answers a request; does nothing if nobody wants the answer any more.
     *
     * @param first the register that the payload begins with, 3 or 4
     * @param mask of the payload's registers
     */
    void answer(long number, CallContext c, int first, long mask) {
        if (!state.compareAndSet(number << NUMBER_SHIFT | OPEN, number << NUMBER_SHIFT | ANSWERING)) {
            return;
        }
        int last = PeerRequests.lastOf(first);
        answer[0] = c.register(0) & 0xFFFF_FFFFL;
        answer[1] = c.register(1) & 0xFFFF_FFFFL;
        for (int i = 2; i < REGISTERS; i++) {
            answer[i] = i >= first && i <= last ? c.register(i) & mask : 0;
        }
        state.set(number << NUMBER_SHIFT | ANSWERED);
        LockSupport.unpark(waiter.get());
    }

    /** Takes the answer out, and ends it. */
    void take(CallContext c, int last) {
        for (int i = 0; i <= last; i++) {
            c.setRegister(i, answer[i]);
        }
        close();
    }

    long answerId() {
        return answer[0];
    }
}
