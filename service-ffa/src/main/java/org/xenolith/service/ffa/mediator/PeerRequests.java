// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.PartitionInfo;

/**
 * Direct requests between virtual machines, which Xen does not have, by the rules that FF-A has for partitions.
 *
 * <p>A vCPU that calls FFA_MSG_WAIT waits for a request, which the call returns; FFA_MSG_SEND_DIRECT_RESP answers it and
 * waits for the next [DEN0077A 8.3, 15]. An interrupt for the vCPU ends the wait with FFA_INTERRUPT. A request goes to the
 * first vCPU of the receiver that waits, and is BUSY if none does: nothing queues. The sender waits for the answer; an
 * interrupt for it ends the wait with FFA_INTERRUPT, and FFA_RUN goes on. Nothing is allocated; no lock is held while one
 * waits.
 */
final class PeerRequests {
    private static final long WORD = 0xFFFF_FFFFL;
    private static final int LAST = Exchange.REGISTERS - 1;
    private static final int SPINS = 2_000;
    /** How long one sleeps before one looks for interrupts and for the other's end, host nanoseconds. */
    private static final long SLICE_NANOS = 1_000_000;
    /** How long FFA_MSG_WAIT waits before it ends with FFA_INTERRUPT, so that counted time goes on: host nanoseconds. */
    static final long WAIT_NANOS = 10_000_000;

    private final Settings settings;
    private final Membership membership;

    PeerRequests(Settings settings, Membership membership) {
        this.settings = settings;
        this.membership = membership;
    }

    /** Tells whether requests can be made just now. */
    boolean on() {
        return settings.extensions().direct() && membership.on();
    }

    /** Tells whether they can be waited for and answered: also when they were made before the switch was turned off. */
    boolean answers() {
        return settings.extensions().direct();
    }

    /** Returns the last register of a payload by its first: five words, or the fourteen of type 2. */
    static int lastOf(int first) {
        return first == 4 ? LAST : 7;
    }

    private static int firstOf(int id) {
        return id == FunctionId.DIRECT_REQ2 || id == FunctionId.DIRECT_RESP2 ? 4 : 3;
    }

    private static long maskOf(int id) {
        return (id & FunctionId.WIDE) != 0 ? -1 : WORD;
    }

    /** The last register that an answer to an endpoint writes; those behind a payload are cleared as everywhere. */
    private static int written(Endpoint e, int id) {
        return firstOf(id) == 4 || e.clearsUpper() ? LAST : 7;
    }

    // ---- the sender

    void request(Endpoint e, int vcpu, int id, CallContext c) {
        if (!membership.enter()) {
            Answers.error(c, e, FfaStatus.NOT_SUPPORTED);
            return;
        }
        @Nullable Exchange made = null;
        Endpoint receiver;
        int code;
        try {
            Roster roster = membership.roster();
            receiver = roster.member(EndpointId.lower(c.register(1)), e);
            code = receiver == e || !Discovery.view(e, roster).sees(receiver)
                    ? FfaStatus.INVALID_PARAMETERS
                    : check(receiver, id, c);
            if (code == FfaStatus.OK) {
                made = open(e, vcpu, receiver);
                code = made != null && give(receiver, id, c, made) ? FfaStatus.OK : FfaStatus.BUSY;
            }
        } finally {
            membership.exit();
        }
        if (made != null && code == FfaStatus.OK) {
            await(e, vcpu, receiver, made, c);
            return;
        }
        if (made != null) {
            made.close();
        }
        Answers.error(c, e, code);
    }

    private static int check(Endpoint receiver, int id, CallContext c) {
        boolean second = id == FunctionId.DIRECT_REQ2;
        boolean named = (c.register(2) | (second ? c.register(3) : 0)) != 0;
        if (second ? named : (c.register(2) & WORD) != 0) {
            return FfaStatus.INVALID_PARAMETERS; // no virtual machine has a UUID; no framework message is theirs
        }
        boolean narrow = (id & FunctionId.WIDE) != 0 && !receiver.info.has(PartitionInfo.AARCH64);
        return narrow || second && !receiver.atLeast(FfaVersion.V1_2) ? FfaStatus.DENIED : FfaStatus.OK;
    }

    private @Nullable Exchange open(Endpoint e, int vcpu, Endpoint receiver) {
        long deadline = System.nanoTime() + settings.extensions().budgetNanos();
        for (int i = 0; i < e.exchanges.length; i++) {
            Exchange candidate = e.exchanges[(vcpu + i) % e.exchanges.length];
            if (candidate.open(receiver, deadline)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean give(Endpoint receiver, int id, CallContext c, Exchange made) {
        for (int vcpu = 0; vcpu < receiver.seats.length; vcpu++) {
            Seat seat = receiver.seats[vcpu];
            if (seat.take()) {
                made.taken(vcpu);
                seat.give(c, firstOf(id), maskOf(id), made);
                return true;
            }
        }
        return false;
    }

    /** FFA_RUN of a virtual machine: waits on for the answer to a request that was made before. */
    void run(Endpoint e, int vcpu, CallContext c) {
        int receiver = EndpointId.upper(c.register(1));
        int there = EndpointId.lower(c.register(1));
        for (Exchange exchange : e.exchanges) {
            Endpoint asked = exchange.resume(receiver, there);
            if (asked != null) {
                await(e, vcpu, asked, exchange, c);
                return;
            }
        }
        Answers.error(c, e, FfaStatus.DENIED);
    }

    private void await(Endpoint e, int vcpu, Endpoint receiver, Exchange made, CallContext c) {
        long begun = System.nanoTime();
        for (int turn = 0; !made.answered(); turn++) {
            if (turn < SPINS && !receiver.dying) {
                Thread.onSpinWait();
                continue;
            }
            if (made.over() || (receiver.dying || made.late()) && made.abandon()) {
                made.close();
                Answers.error(c, e, FfaStatus.ABORTED);
                return;
            }
            boolean preempted =
                    System.nanoTime() - begun >= settings.extensions().preemptNanos() && e.vm.interrupted(vcpu);
            if (preempted || c.kicked() || e.dying) {
                interrupted(c, e, receiver.id, made.receiverVcpu());
                made.pause();
                return;
            }
            LockSupport.parkNanos(this, SLICE_NANOS);
        }
        made.take(c, written(e, (int) made.answerId()));
    }

    private static void interrupted(CallContext c, Endpoint e, int id, int vcpu) {
        Answers.put(c, e, FunctionId.INTERRUPT, 0, 0);
        c.setRegister(1, (long) id << 16 | vcpu);
    }

    // ---- the receiver

    /** FFA_MSG_WAIT. The receive buffer keeps its owner. */
    void await(Endpoint e, int vcpu, CallContext c) {
        Seat seat = e.seats[vcpu];
        if (seat.isWanted()) {
            Answers.error(c, e, FfaStatus.DENIED);
            return;
        }
        seat.sitDown();
        awaitRequest(e, vcpu, seat, c);
    }

    /** FFA_MSG_SEND_DIRECT_RESP and its type 2. */
    void respond(Endpoint e, int vcpu, int id, CallContext c) {
        Seat seat = e.seats[vcpu];
        int code = checkResponse(e, seat, id, c);
        if (code != FfaStatus.OK) {
            Answers.error(c, e, code);
            return;
        }
        Exchange exchange = seat.exchange();
        long number = seat.number();
        seat.sitDown(); // first, so that whoever gets the answer finds the seat waiting again
        exchange.answer(number, c, firstOf(id), maskOf(id));
        awaitRequest(e, vcpu, seat, c);
    }

    private static int checkResponse(Endpoint e, Seat seat, int id, CallContext c) {
        if (!seat.isServing()) {
            return FfaStatus.DENIED;
        }
        boolean fits = id == seat.requestId() + 1
                && EndpointId.upper(c.register(1)) == e.id
                && EndpointId.lower(c.register(1)) == seat.sender()
                && (firstOf(id) == 4 || (c.register(2) & WORD) == 0);
        return fits ? FfaStatus.OK : FfaStatus.INVALID_PARAMETERS;
    }

    private void awaitRequest(Endpoint e, int vcpu, Seat seat, CallContext c) {
        long begun = System.nanoTime();
        for (int turn = 0; !seat.given(); turn++) {
            if (turn > 0 && turn < SPINS) {
                Thread.onSpinWait();
                continue;
            }
            boolean over = System.nanoTime() - begun >= WAIT_NANOS;
            boolean ends = over || e.dying || c.kicked() || e.vm.interrupted(vcpu);
            if (ends && seat.standUp()) {
                interrupted(c, e, e.id, vcpu);
                return;
            }
            if (!ends && turn > 0) {
                LockSupport.parkNanos(this, SLICE_NANOS);
            }
        }
        seat.serve(c, written(e, seat.requestId()));
    }

    // ---- the end

    /** Requests to an endpoint that goes are given up, and so are its own. */
    void tearDown(Endpoint gone) {
        for (Endpoint other : membership.roster().members()) {
            for (Exchange exchange : other.exchanges) {
                exchange.drop(gone);
            }
        }
        for (Exchange exchange : gone.exchanges) {
            exchange.close();
        }
    }
}
