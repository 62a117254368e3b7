// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.Arrays;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.MessageHeader;

/** FFA_MSG_SEND2 [DEN0077A 15.4]: one message for each receive buffer; nothing queues. */
final class IndirectMessages {
    private static final int ROOM = MessageHeader.BUFFER - MessageHeader.SIZE;

    private final Settings settings;
    private final Membership membership;
    private final BufferCalls buffers;
    private final Host host;
    /** Runs after a message was let through and before it is copied; for tests. */
    private volatile Runnable beforeCopy = () -> {};

    IndirectMessages(Settings settings, Membership membership, BufferCalls buffers, Host host) {
        this.settings = settings;
        this.membership = membership;
        this.buffers = buffers;
        this.host = host;
    }

    void beforeCopy(Runnable hook) {
        beforeCopy = hook;
    }

    int send(Endpoint e, int vcpu) {
        if (!e.mailbox.transmitLock.tryLock()) {
            return FfaStatus.BUSY;
        }
        try {
            PinnedFrame transmit = e.mailbox.transmit;
            return transmit == null ? FfaStatus.DENIED : send(e, vcpu, transmit);
        } finally {
            e.mailbox.transmitLock.unlock();
        }
    }

    private int send(Endpoint e, int vcpu, PinnedFrame transmit) {
        byte[] copy = e.mailbox.sent();
        transmit.read(0, copy, 0, MessageHeader.SIZE);
        MessageHeader header = MessageHeader.of(copy, e.version);
        if (header.sender() != e.id || header.receiver() == e.id || !header.fits(e.version)) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        if (!EndpointId.isSecure(header.receiver())) {
            return toMachine(e, vcpu, header, transmit);
        }
        Firmware fw = host.firmware();
        if (!fw.has(FunctionId.MSG_SEND2) || !fw.has(FunctionId.RX_ACQUIRE)) {
            return FfaStatus.NOT_SUPPORTED;
        }
        return fw.ask(e.call(vcpu).begin(FunctionId.MSG_SEND2, (long) e.id << 16, 0, 0));
    }

    private int toMachine(Endpoint e, int vcpu, MessageHeader header, PinnedFrame transmit) {
        if (!membership.enter()) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        try {
            Roster roster = membership.roster();
            Endpoint receiver = roster.member(header.receiver(), e);
            if (receiver == e || !Discovery.view(e, roster).sees(receiver)) {
                return FfaStatus.INVALID_PARAMETERS;
            }
            beforeCopy.run();
            long begun = System.nanoTime();
            int code = deliver(e, vcpu, header, transmit, receiver);
            if (code == FfaStatus.OK) {
                announce(receiver);
                e.counters().to(receiver.id).record(System.nanoTime() - begun);
            }
            return code;
        } finally {
            membership.exit();
        }
    }

    private int deliver(Endpoint e, int vcpu, MessageHeader header, PinnedFrame transmit, Endpoint receiver) {
        receiver.mailbox.receiveLock.lock();
        try {
            int code = buffers.acquire(receiver, e.call(vcpu));
            if (code != FfaStatus.OK) {
                return code;
            }
            if (header.size() > ROOM) {
                buffers.release(receiver, e.call(vcpu));
                return FfaStatus.NO_MEMORY;
            }
            byte[] page = receiver.mailbox.received();
            header.write(page);
            transmit.read(header.offset(), page, MessageHeader.SIZE, header.size());
            int length = MessageHeader.SIZE + header.size();
            if (!settings.has(Quirk.STALE_BUFFERS)) {
                Arrays.fill(page, length, page.length, (byte) 0);
                length = page.length;
            }
            BufferCalls.put(receiver, page, length);
            return FfaStatus.OK;
        } finally {
            receiver.mailbox.receiveLock.unlock();
        }
    }

    /** Says that the buffer is full: to the guest once, until it asks what waits. */
    private static void announce(Endpoint receiver) {
        receiver.raise(Endpoint.BUFFER_FULL);
        if (receiver.raise(Endpoint.MESSAGE)) {
            receiver.vm.signal(0, Features.NOTIFICATION_PENDING);
        }
    }
}
