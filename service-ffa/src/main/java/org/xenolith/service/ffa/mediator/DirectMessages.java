// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import org.xenolith.api.call.CallContext;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.secure.SecureCall;

/**
 * FFA_MSG_SEND_DIRECT_REQ, its type 2, and FFA_RUN, from virtual machines to secure partitions, and to each other by
 * {@link PeerRequests}. No lock is taken and nothing allocated.
 */
final class DirectMessages {
    private static final long WORD = 0xFFFF_FFFFL;
    private static final int FRAMEWORK = 1 << 31;

    private final Settings settings;
    private final Host host;
    private final PeerRequests peers;

    DirectMessages(Settings settings, Host host, PeerRequests peers) {
        this.settings = settings;
        this.host = host;
        this.peers = peers;
    }

    void request(Endpoint e, int vcpu, int id, CallContext c) {
        Firmware fw = host.firmware();
        int code = check(e, id, c, fw);
        if (code != FfaStatus.OK) {
            Answers.error(c, e, code);
            return;
        }
        if (!EndpointId.isSecure(EndpointId.lower(c.register(1)))) {
            peers.request(e, vcpu, id, c);
            return;
        }
        SecureCall call = e.call(vcpu).begin(id, c.register(1) & WORD, 0, 0);
        long mask = (id & FunctionId.WIDE) != 0 ? -1 : WORD;
        int last = id == FunctionId.DIRECT_REQ2 ? 17 : 7;
        for (int i = 2; i <= last; i++) {
            call.x[i] = c.register(i) & mask;
        }
        fw.forward(call);
        answer(e, c, call, false);
    }

    private int check(Endpoint e, int id, CallContext c, Firmware fw) {
        boolean second = id == FunctionId.DIRECT_REQ2;
        if (second && !e.atLeast(FfaVersion.V1_2) || !fw.has(id) && !peers.on()) {
            return FfaStatus.NOT_SUPPORTED;
        }
        int sender = EndpointId.upper(c.register(1));
        int receiver = EndpointId.lower(c.register(1));
        if (sender != e.id || receiver == e.id) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        if (EndpointId.isSecure(receiver) ? !fw.has(id) : !peers.on()) {
            return FfaStatus.NOT_SUPPORTED;
        }
        boolean forged = !second && ((int) c.register(2) & FRAMEWORK) != 0;
        return forged && !settings.has(Quirk.FORGED_FRAMEWORK_MESSAGES) ? FfaStatus.INVALID_PARAMETERS : FfaStatus.OK;
    }

    void run(Endpoint e, int vcpu, CallContext c) {
        Firmware fw = host.firmware();
        long target = c.register(1) & WORD;
        if (peers.answers() && !EndpointId.isSecure(EndpointId.upper(target))) {
            peers.run(e, vcpu, c);
            return;
        }
        if (!fw.has(FunctionId.RUN) || !EndpointId.isSecure(EndpointId.upper(target))) {
            Answers.error(c, e, FfaStatus.NOT_SUPPORTED);
            return;
        }
        SecureCall call = e.call(vcpu).begin(FunctionId.RUN, target, 0, 0);
        fw.forward(call);
        answer(e, c, call, !settings.has(Quirk.WAIT_IS_ABORTED));
    }

    /** Keeps the latency of a request that was answered by its receiver. */
    void measured(Endpoint e, int receiver, long nanos, CallContext c) {
        long answer = c.register(0);
        if (answer != (FunctionId.ERROR & WORD) && answer != -1) {
            e.counters().to(receiver).record(nanos);
        }
    }

    private static void answer(Endpoint e, CallContext c, SecureCall call, boolean mayWait) {
        if (call.x[0] >>> 32 != 0) {
            Answers.error(c, e, FfaStatus.ABORTED);
            return;
        }
        switch (call.id()) {
            case FunctionId.ERROR,
                    FunctionId.SUCCESS,
                    FunctionId.SUCCESS_64,
                    FunctionId.DIRECT_RESP,
                    FunctionId.DIRECT_RESP_64,
                    FunctionId.YIELD,
                    FunctionId.INTERRUPT -> Answers.passOn(c, e, call);
            case FunctionId.DIRECT_RESP2 -> Answers.passOnAll(c, call);
            case FunctionId.MSG_WAIT -> {
                if (mayWait) {
                    Answers.passOn(c, e, call);
                } else {
                    Answers.error(c, e, FfaStatus.ABORTED);
                }
            }
            default -> Answers.error(c, e, FfaStatus.ABORTED);
        }
    }
}
