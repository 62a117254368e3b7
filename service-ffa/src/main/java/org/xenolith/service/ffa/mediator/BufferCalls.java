// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.List;
import java.util.Optional;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.secure.SecureCall;

/** FFA_RXTX_MAP, FFA_RXTX_UNMAP, FFA_RX_RELEASE, and who owns a receive buffer. */
final class BufferCalls {
    private static final long WORD = 0xFFFF_FFFFL;
    private static final int PAGE_MASK = 4095;
    private static final int DESCRIPTOR = 80;
    private static final int RECEIVE = 16;
    private static final int TRANSMIT = 48;

    private final Settings settings;
    private final Membership membership;
    private final Host host;

    BufferCalls(Settings settings, Membership membership, Host host) {
        this.settings = settings;
        this.membership = membership;
        this.host = host;
    }

    int map(Endpoint e, int vcpu, CallContext c, boolean wide) {
        long tx = wide ? c.register(1) : c.register(1) & WORD;
        long rx = wide ? c.register(2) : c.register(2) & WORD;
        if ((c.register(3) & WORD) != 1 || ((tx | rx) & PAGE_MASK) != 0) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        e.mailbox.lock();
        try {
            if (e.mailbox.transmit != null || e.dying) {
                return FfaStatus.DENIED;
            }
            if (tx == rx && !settings.has(Quirk.SAME_PAGE_TWICE)) {
                return FfaStatus.INVALID_PARAMETERS;
            }
            Optional<PinnedFrame> transmit = e.vm.pin(tx);
            Optional<PinnedFrame> receive = transmit.isPresent() ? e.vm.pin(rx) : Optional.empty();
            int code = receive.isPresent()
                    ? announce(e, vcpu, transmit.get(), receive.get())
                    : FfaStatus.INVALID_PARAMETERS;
            if (code == FfaStatus.OK) {
                e.mailbox.transmit = transmit.get();
                e.mailbox.receive = receive.get();
                e.mailbox.owned = false;
            } else {
                transmit.ifPresent(PinnedFrame::close);
                receive.ifPresent(PinnedFrame::close);
            }
            return code;
        } finally {
            e.mailbox.unlock();
        }
    }

    /** Gives the secure world the endpoint RX/TX descriptor [DEN0077A table 13.27]. */
    private int announce(Endpoint e, int vcpu, PinnedFrame transmit, PinnedFrame receive) {
        if (!host.firmware().has(FunctionId.RX_ACQUIRE)) {
            return FfaStatus.OK;
        }
        SecureCall call = e.call(vcpu).begin(FunctionId.RXTX_MAP_64, 0, 0, 0);
        byte[] page = call.page();
        java.util.Arrays.fill(page, 0, DESCRIPTOR, (byte) 0);
        Bytes.put16(page, 0, e.id);
        Bytes.put32(page, 4, RECEIVE);
        Bytes.put32(page, 8, TRANSMIT);
        composite(page, RECEIVE, receive.address());
        composite(page, TRANSMIT, transmit.address());
        call.frames(List.of(receive, transmit));
        return host.firmware().ask(call);
    }

    private static void composite(byte[] page, int at, long address) {
        Bytes.put32(page, at, 1);
        Bytes.put32(page, at + 4, 1);
        Bytes.put64(page, at + 16, address);
        Bytes.put32(page, at + 24, 1);
    }

    int unmap(Endpoint e, int vcpu) {
        e.mailbox.lock();
        try {
            if (e.mailbox.receive == null) {
                return FfaStatus.INVALID_PARAMETERS;
            }
            if (e.mailbox.owned) {
                return FfaStatus.DENIED;
            }
            int code = withdraw(e, e.call(vcpu));
            if (code == FfaStatus.OK) {
                e.mailbox.unmap();
                forgetBufferFull(e);
            }
            return code;
        } finally {
            e.mailbox.unlock();
        }
    }

    private int withdraw(Endpoint e, SecureCall call) {
        return host.firmware().has(FunctionId.RX_ACQUIRE)
                ? host.firmware().ask(call.begin(FunctionId.RXTX_UNMAP, (long) e.id << 16, 0, 0))
                : FfaStatus.OK;
    }

    int releaseByGuest(Endpoint e, int vcpu) {
        e.mailbox.receiveLock.lock();
        try {
            boolean fromPartition = !e.mailbox.owned
                    && !settings.has(Quirk.UNRELEASABLE_MESSAGES)
                    && host.firmware().has(FunctionId.RX_ACQUIRE);
            if (e.mailbox.receive == null || !e.mailbox.owned && !fromPartition) {
                return FfaStatus.DENIED;
            }
            int code = release(e, e.call(vcpu));
            if (code == FfaStatus.OK) {
                forgetBufferFull(e);
            }
            return code;
        } finally {
            e.mailbox.receiveLock.unlock();
        }
    }

    /** With the switch off, a message that is gone is not announced any more. */
    private void forgetBufferFull(Endpoint e) {
        if (!membership.on()) {
            e.clear(Endpoint.BUFFER_FULL | Endpoint.MESSAGE);
        }
    }

    /** Takes a receive buffer for writing to it; its lock is held. */
    int acquire(Endpoint e, SecureCall call) {
        if (e.mailbox.receive == null) {
            return FfaStatus.DENIED;
        }
        if (e.mailbox.owned) {
            return FfaStatus.BUSY;
        }
        int code = host.firmware().has(FunctionId.RX_ACQUIRE)
                ? host.firmware().ask(call.begin(FunctionId.RX_ACQUIRE, e.id, 0, 0))
                : FfaStatus.OK;
        e.mailbox.owned = code == FfaStatus.OK;
        return code;
    }

    /** Gives a receive buffer back; its lock is held. */
    int release(Endpoint e, SecureCall call) {
        int code = host.firmware().has(FunctionId.RX_ACQUIRE)
                ? host.firmware().ask(call.begin(FunctionId.RX_RELEASE, e.id, 0, 0))
                : FfaStatus.OK;
        if (code == FfaStatus.OK) {
            e.mailbox.owned = false;
        }
        return code;
    }

    /** Copies bytes to a receive buffer that has been acquired; its lock is held. */
    static void put(Endpoint e, byte[] page, int length) {
        PinnedFrame receive = e.mailbox.receive;
        if (receive != null) {
            receive.write(0, page, 0, length);
        }
    }

    /** The virtual machine is gone. */
    void tearDown(Endpoint e, SecureCall call) {
        e.mailbox.lock();
        try {
            if (e.mailbox.receive == null) {
                return;
            }
            if (e.mailbox.owned) {
                int code = release(e, call);
                if (code != FfaStatus.OK) {
                    host.journal()
                            .error(e + ": the secure world does not release the receive buffer: "
                                    + FfaStatus.name(code));
                }
            }
            int code = withdraw(e, call);
            if (code != FfaStatus.OK) {
                host.journal().error(e + ": the secure world does not unmap the buffers: " + FfaStatus.name(code));
            }
            e.mailbox.unmap();
        } finally {
            e.mailbox.unlock();
        }
    }
}
