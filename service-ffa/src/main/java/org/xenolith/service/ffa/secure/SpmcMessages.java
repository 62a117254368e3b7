// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import org.jspecify.annotations.Nullable;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.IndirectMessage;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.MessageHeader;
import org.xenolith.service.ffa.abi.PartitionInfo;

/** Messages of virtual machines and of the hypervisor to partitions. Requests allocate nothing. */
final class SpmcMessages {
    private static final int SECURE = 0x8000;

    private final PartitionTable partitions;
    private final GuestTable guests;
    private final SpmcNotifications notifications;

    SpmcMessages(PartitionTable partitions, GuestTable guests, SpmcNotifications notifications) {
        this.partitions = partitions;
        this.guests = guests;
        this.notifications = notifications;
    }

    void direct(SecureCall call) {
        int w2 = (int) call.x[2];
        Partition receiver = receiver(call);
        int code = FfaStatus.OK;
        if (receiver == null || w2 >= 0 && (w2 != 0 || sender(call) == 0)) {
            code = FfaStatus.INVALID_PARAMETERS;
        } else if (w2 < 0) {
            boolean created = w2 == DirectRequest.VM_CREATED && receiver.description.has(PartitionInfo.VM_CREATED);
            boolean destroyed =
                    w2 == DirectRequest.VM_DESTROYED && receiver.description.has(PartitionInfo.VM_DESTROYED);
            code = sender(call) == 0 && (created || destroyed) ? FfaStatus.OK : FfaStatus.INVALID_PARAMETERS;
        } else if (!receiver.description.has(PartitionInfo.DIRECT)) {
            code = FfaStatus.DENIED;
        }
        finish(call, receiver, code);
    }

    void direct2(SecureCall call) {
        Partition receiver = receiver(call);
        int code = FfaStatus.OK;
        if (receiver == null || !receiver.description.speaks(call.x[2], call.x[3])) {
            code = FfaStatus.INVALID_PARAMETERS;
        } else if (!receiver.description.has(PartitionInfo.DIRECT2)
                || !FfaVersion.atLeast(receiver.description.version(), FfaVersion.V1_2)) {
            code = FfaStatus.DENIED;
        }
        finish(call, receiver, code);
    }

    private void finish(SecureCall call, @Nullable Partition receiver, int code) {
        if (receiver == null || code != FfaStatus.OK) {
            call.fail(code);
        } else {
            receiver.request(call);
            notifications.tellDelayed();
        }
    }

    private static int sender(SecureCall call) {
        return (int) call.x[1] >>> 16;
    }

    private @Nullable Partition receiver(SecureCall call) {
        return (sender(call) & SECURE) != 0 ? null : partitions.get((int) call.x[1] & 0xFFFF);
    }

    void run(SecureCall call) {
        Partition target = partitions.get((int) call.x[1] >>> 16);
        if (target == null) {
            call.fail(FfaStatus.INVALID_PARAMETERS);
        } else {
            target.run(call, (int) call.x[1] & 0xFFFF);
            notifications.tellDelayed();
        }
    }

    int indirect(SecureCall call) {
        GuestSide sender = guests.get(sender(call));
        byte[] copy = new byte[MessageHeader.SIZE];
        if (sender == null || !sender.sent(copy, 0, copy.length)) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        MessageHeader first = MessageHeader.of(copy, FfaVersion.V1_1);
        boolean named = Integer.compareUnsigned(first.offset(), MessageHeader.SIZE) >= 0;
        MessageHeader header = named ? MessageHeader.of(copy, FfaVersion.V1_2) : first;
        Partition receiver = partitions.get(header.receiver());
        if (header.sender() != sender.id || receiver == null || !header.fits(FfaVersion.V1_1)) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        if (!receiver.description.has(PartitionInfo.INDIRECT)) {
            return FfaStatus.DENIED;
        }
        byte[] payload = new byte[header.size()];
        if (!sender.sent(payload, header.offset(), payload.length)) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        return receiver.indirect(
                new IndirectMessage(sender.id, Bytes.uuid(header.uuidLow(), header.uuidHigh()), payload));
    }
}
