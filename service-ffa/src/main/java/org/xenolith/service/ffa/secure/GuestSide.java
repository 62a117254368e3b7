// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.MessageHeader;

/** What the secure world keeps of a virtual machine: buffers and notifications. Guarded by itself; calls nobody. */
final class GuestSide {
    private static final int NOTIFICATIONS = 64;
    /** Framework notification of the secure world: the receive buffer is full. */
    private static final int BUFFER_FULL = 1;

    private enum Receive {
        EMPTY,
        HYPERVISOR,
        MESSAGE
    }

    final int id;
    private @Nullable PinnedFrame transmit;
    private @Nullable PinnedFrame receive;
    private Receive content = Receive.EMPTY;

    private int vcpus;
    private boolean bitmap;
    private final int[] bound = new int[NOTIFICATIONS];
    private long pending;
    private int framework;
    private boolean reported;

    GuestSide(int id) {
        this.id = id;
    }

    // ---- buffers

    synchronized int map(PinnedFrame rx, PinnedFrame tx) {
        if (receive != null) {
            return FfaStatus.DENIED;
        }
        receive = rx;
        transmit = tx;
        content = Receive.EMPTY;
        return FfaStatus.OK;
    }

    synchronized int unmap() {
        if (receive == null) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        receive = null;
        transmit = null;
        content = Receive.EMPTY;
        return FfaStatus.OK;
    }

    synchronized int acquire() {
        if (receive == null) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        if (content != Receive.EMPTY) {
            return FfaStatus.DENIED;
        }
        content = Receive.HYPERVISOR;
        return FfaStatus.OK;
    }

    synchronized int release() {
        if (content == Receive.EMPTY || content == Receive.MESSAGE && framework != 0) {
            return FfaStatus.DENIED;
        }
        content = Receive.EMPTY;
        return FfaStatus.OK;
    }

    /** Copies the start of the transmit buffer; false if there is none. */
    synchronized boolean sent(byte[] target, int offset, int length) {
        PinnedFrame from = transmit;
        if (from == null) {
            return false;
        }
        from.read(offset, target, 0, length);
        return true;
    }

    /** Puts a message into the receive buffer. */
    synchronized int deliver(int sender, UUID protocol, byte[] payload) {
        PinnedFrame to = receive;
        if (to == null) {
            return FfaStatus.DENIED;
        }
        if (content != Receive.EMPTY) {
            return FfaStatus.BUSY;
        }
        byte[] page = new byte[MessageHeader.BUFFER];
        new MessageHeader(MessageHeader.SIZE, id, sender, payload.length, Bytes.low(protocol), Bytes.high(protocol))
                .write(page);
        System.arraycopy(payload, 0, page, MessageHeader.SIZE, payload.length);
        to.write(0, page, 0, page.length);
        content = Receive.MESSAGE;
        framework |= BUFFER_FULL;
        return FfaStatus.OK;
    }

    // ---- notifications

    synchronized int createBitmap(int count) {
        if (bitmap) {
            return FfaStatus.DENIED;
        }
        bitmap = true;
        vcpus = count;
        return FfaStatus.OK;
    }

    synchronized int destroyBitmap() {
        if (!bitmap || pending != 0 || framework != 0) {
            return FfaStatus.DENIED;
        }
        bitmap = false;
        java.util.Arrays.fill(bound, 0);
        return FfaStatus.OK;
    }

    synchronized boolean isEmpty() {
        return !bitmap && receive == null;
    }

    synchronized boolean hasBitmap() {
        return bitmap;
    }

    synchronized int bind(int sender, long bits) {
        if (!allBound(bits, 0)) {
            return FfaStatus.DENIED;
        }
        assign(bits, sender);
        return FfaStatus.OK;
    }

    synchronized int unbind(int sender, long bits) {
        if (!allBound(bits, sender) || (pending & bits) != 0) {
            return FfaStatus.DENIED;
        }
        assign(bits, 0);
        return FfaStatus.OK;
    }

    private boolean allBound(long bits, int to) {
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            if (bound[Long.numberOfTrailingZeros(rest)] != to) {
                return false;
            }
        }
        return true;
    }

    private void assign(long bits, int to) {
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            bound[Long.numberOfTrailingZeros(rest)] = to;
        }
    }

    synchronized int set(int sender, long bits) {
        if (!bitmap || !allBound(bits, sender)) {
            return FfaStatus.DENIED;
        }
        pending |= bits;
        return FfaStatus.OK;
    }

    /** Returns and clears what waits; answers the call. */
    synchronized void get(SecureCall call, int vcpu, boolean partitions, boolean spm) {
        if (!bitmap || vcpu >= vcpus) {
            call.fail(FfaStatus.INVALID_PARAMETERS);
            return;
        }
        call.succeed(partitions ? pending & 0xFFFF_FFFFL : 0, partitions ? pending >>> 32 : 0);
        call.x[6] = spm ? framework : 0;
        pending = partitions ? 0 : pending;
        framework = spm ? 0 : framework;
        reported = false;
    }

    /** Tells once, until what waits is taken, that something does. */
    synchronized boolean report() {
        if (reported || pending == 0 && framework == 0) {
            return false;
        }
        reported = true;
        return true;
    }
}
