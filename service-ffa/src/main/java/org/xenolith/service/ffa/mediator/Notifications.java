// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import org.xenolith.api.call.CallContext;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.secure.SecureCall;

/** Notifications [DEN0077A 16]: global ones, from secure partitions and of the hypervisor. */
final class Notifications {
    private static final long WORD = 0xFFFF_FFFFL;
    private static final int FROM_PARTITIONS = 1;
    private static final int FROM_SPM = 1 << 2;
    private static final int FROM_HYPERVISOR = 1 << 3;
    /** One list, of the caller alone. */
    private static final int ONE_LIST = 1 << 7;
    /** How often the secure world may say that there is more: an id is reported once, so this is never reached. */
    private static final int ROUNDS = 4096;

    private final Settings settings;
    private final Membership membership;
    private final Host host;

    Notifications(Settings settings, Membership membership, Host host) {
        this.settings = settings;
        this.membership = membership;
        this.host = host;
    }

    int bind(Endpoint e, int vcpu, CallContext c) {
        if (EndpointId.lower(c.register(1)) != e.id) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        if ((c.register(2) & WORD) != 0) {
            return FfaStatus.DENIED;
        }
        return forward(e, vcpu, c, FunctionId.NOTIFICATION_BIND, 0);
    }

    int unbind(Endpoint e, int vcpu, CallContext c) {
        if (EndpointId.lower(c.register(1)) != e.id) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        return forward(e, vcpu, c, FunctionId.NOTIFICATION_UNBIND, 0);
    }

    private int forward(Endpoint e, int vcpu, CallContext c, int id, long x2) {
        if (!EndpointId.isSecure(EndpointId.upper(c.register(1)))
                || !host.firmware().notifications()) {
            return FfaStatus.NOT_SUPPORTED;
        }
        return pass(e, vcpu, c, id, x2);
    }

    int set(Endpoint e, int vcpu, CallContext c) {
        if (EndpointId.upper(c.register(1)) != e.id) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        if (!EndpointId.isSecure(EndpointId.lower(c.register(1)))
                || !host.firmware().notifications()) {
            return FfaStatus.NOT_SUPPORTED;
        }
        return pass(e, vcpu, c, FunctionId.NOTIFICATION_SET, c.register(2) & WORD);
    }

    private int pass(Endpoint e, int vcpu, CallContext c, int id, long x2) {
        SecureCall call = e.call(vcpu).begin(id, c.register(1) & WORD, x2, c.register(3) & WORD);
        call.x[4] = c.register(4) & WORD;
        return host.firmware().ask(call);
    }

    private boolean handled(Endpoint e) {
        return membership.on()
                || host.firmware().notifications()
                || e.isPending(Endpoint.BUFFER_FULL | Endpoint.MESSAGE);
    }

    void get(Endpoint e, int vcpu, CallContext c) {
        if (!handled(e)) {
            Answers.error(c, e, FfaStatus.NOT_SUPPORTED);
            return;
        }
        if (EndpointId.lower(c.register(1)) != e.id) {
            Answers.error(c, e, FfaStatus.INVALID_PARAMETERS);
            return;
        }
        int flags = (int) c.register(2);
        int secure = flags & (FROM_PARTITIONS | FROM_SPM);
        long low = 0;
        long high = 0;
        long spm = 0;
        if (secure != 0 && host.firmware().notifications()) {
            if (secure == (FROM_PARTITIONS | FROM_SPM)) {
                e.clear(Endpoint.SECURE);
            }
            SecureCall call = e.call(vcpu).begin(FunctionId.NOTIFICATION_GET, c.register(1) & WORD, secure, 0);
            int code = host.firmware().ask(call);
            if (code != FfaStatus.OK) {
                Answers.error(c, e, code);
                return;
            }
            low = (flags & FROM_PARTITIONS) != 0 ? call.x[2] & WORD : 0;
            high = (flags & FROM_PARTITIONS) != 0 ? call.x[3] & WORD : 0;
            spm = (flags & FROM_SPM) != 0 ? call.x[6] & WORD : 0;
        }
        boolean full = (flags & FROM_HYPERVISOR) != 0 && e.clear(Endpoint.BUFFER_FULL) != 0;
        if (full) {
            e.clear(Endpoint.MESSAGE);
        }
        Answers.ok(c, e, low, high);
        c.setRegister(6, spm);
        c.setRegister(7, full ? 1 : 0);
    }

    void info(Endpoint e, int id, CallContext c) {
        if (!handled(e)) {
            Answers.error(c, e, FfaStatus.NOT_SUPPORTED);
        } else if (e.clear(Endpoint.SECURE | Endpoint.MESSAGE) == 0) {
            Answers.error(c, e, FfaStatus.NO_DATA);
        } else {
            boolean wide = id == FunctionId.NOTIFICATION_INFO_GET_64 || settings.has(Quirk.WIDE_INFO_ANSWER);
            Answers.put(c, e, wide ? FunctionId.SUCCESS_64 : FunctionId.SUCCESS, ONE_LIST, e.id);
        }
    }

    /** The secure world says that notifications wait: asks for whom, and tells them. Any thread. */
    void scheduleReceivers() {
        SecureCall call = new SecureCall();
        for (int round = 0; round < ROUNDS; round++) {
            call.begin(FunctionId.NOTIFICATION_INFO_GET_64, 0, 0, 0);
            if (host.firmware().ask(call) != FfaStatus.OK) {
                return;
            }
            int lists = (int) call.x[2] >>> 7 & 0x1F;
            for (int list = 0, at = 0; list < lists; list++) {
                wake(id(call, at));
                at += 1 + (int) (call.x[2] >>> 12 + 2 * list & 3);
            }
            if ((call.x[2] & 1) == 0) {
                return;
            }
        }
        host.journal().error("the secure world reports receivers without end");
    }

    /** The n-th 16-bit id in x3 to x7; 0 beyond. */
    private static int id(SecureCall call, int n) {
        return n < 20 ? (int) (call.x[3 + n / 4] >>> 16 * (n % 4)) & 0xFFFF : 0;
    }

    private void wake(int id) {
        Endpoint e = EndpointId.isSecure(id) || id == EndpointId.HYPERVISOR ? null : host.endpoint(id);
        if (e == null || e.dying) {
            return;
        }
        e.raise(Endpoint.SECURE);
        for (int vcpu = 0; vcpu < e.vm.vcpus(); vcpu++) {
            if (e.vm.online(vcpu)) {
                e.vm.signal(vcpu, Features.NOTIFICATION_PENDING);
                return;
            }
        }
        host.journal().info(e + ": no vCPU is on to take a notification");
    }
}
