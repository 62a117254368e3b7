// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.call.CallContext;

/**
 * Where a vCPU waits for direct requests of other virtual machines, and what it is asked. One for each vCPU; whoever
 * takes a seat that waits may write the request, nobody else.
 */
final class Seat {
    private static final int AWAY = 0;
    private static final int WAITING = 1;
    private static final int TAKEN = 2;
    private static final int GIVEN = 3;
    private static final int SERVING = 4;

    private final AtomicInteger state = new AtomicInteger(AWAY);
    private final long[] request = new long[Exchange.REGISTERS];
    private volatile @Nullable Thread thread;
    private volatile @Nullable Exchange exchange;
    private volatile long number;

    // ---- the sender's side

    /** Takes the seat for a request, if its vCPU waits; {@link #give} must follow. */
    boolean take() {
        return state.get() == WAITING && state.compareAndSet(WAITING, TAKEN);
    }

    /**
     * Hands a request over.
     *
     * @param c the sender's registers
     * @param first the register that the payload begins with, 3 or 4
     * @param mask of the payload's registers
     */
    void give(CallContext c, int first, long mask, Exchange from) {
        int last = PeerRequests.lastOf(first);
        request[0] = c.register(0) & 0xFFFF_FFFFL;
        request[1] = c.register(1) & 0xFFFF_FFFFL;
        for (int i = 2; i < request.length; i++) {
            request[i] = i >= first && i <= last ? c.register(i) & mask : 0;
        }
        exchange = from;
        number = from.number();
        state.set(GIVEN);
        LockSupport.unpark(thread);
    }

    // ---- the vCPU's side

    /** Begins to wait. From now on requests may come. */
    void sitDown() {
        thread = Thread.currentThread();
        state.set(WAITING);
    }

    boolean given() {
        return state.get() == GIVEN;
    }

    /** Ends waiting; false if a request comes just now. */
    boolean standUp() {
        return state.compareAndSet(WAITING, AWAY);
    }

    /** Puts the request into the vCPU's registers. */
    void serve(CallContext c, int last) {
        for (int i = 0; i <= last; i++) {
            c.setRegister(i, request[i]);
        }
        state.set(SERVING);
    }

    /** Tells whether a request is being worked on, and somebody waits for the answer. */
    boolean isWanted() {
        Exchange from = exchange;
        return state.get() == SERVING && from != null && from.wants(number);
    }

    /** Tells whether a request has been handed out and not been answered, wanted or not. */
    boolean isServing() {
        return state.get() == SERVING;
    }

    /** Returns the request's function id. */
    int requestId() {
        return (int) request[0];
    }

    /** Returns the endpoint id of who asked. */
    int sender() {
        return EndpointId.upper(request[1]);
    }

    /** Returns where the answer goes; with {@link #number}, of the request that is worked on. */
    Exchange exchange() {
        return Objects.requireNonNull(exchange);
    }

    long number() {
        return number;
    }
}
