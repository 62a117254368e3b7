// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import static org.xenolith.device.pl011.Bits.*;

import java.util.Map;
import org.xenolith.api.device.DeviceException;

/**
 * The generic UART as Xen emulates it: no FIFOs of its own, the slot's queues are the FIFOs. Flags and status are stored
 * and change with accesses and notifications only; between a change of a queue and its notification they are stale, as
 * in Xen.
 */
final class SbsaPl011 extends Pl011 {
    private final int receiveTrigger;
    private final int transmitTrigger;

    /** Bytes of the queue to the guest that a notification has told of and that the guest has not read. */
    private int known;

    SbsaPl011(Profile profile, Surroundings around) {
        super(profile, around);
        int room = Math.max(1, console.inCapacity() - OutQueue.HALF_FIFO);
        receiveTrigger = profile.has(Difference.SHORT_RECEIVE_BUFFER) ? Math.min(OutQueue.HALF_FIFO, room) : room;
        transmitTrigger = Math.max(0, console.outCapacity() - OutQueue.HALF_FIFO);
    }

    @Override
    void restore(Predecessor before) throws DeviceException {
        super.restore(before);
        known = (int) before.registers().number("inKnown", 0, Integer.MAX_VALUE);
        if (before.served() != Predecessor.Served.NOTHING) {
            hasRead(before.served() == Predecessor.Served.CHARACTER);
        }
        known = Math.min(console.inQueued(), known);
    }

    @Override
    void saveLocked(Map<String, Object> fields) {
        fields.put("inKnown", (long) known);
    }

    @Override
    long readLocked(Register register) {
        return register == Register.DR ? readData() : 0;
    }

    @Override
    int writeLocked(Register register, long lanes, long value) {
        return register == Register.DR ? writeData((int) value & 0xFF) : 0;
    }

    private long readData() {
        int taken = console.take();
        boolean popped = taken >= 0;
        hasRead(popped);
        boolean notify =
                !profile.has(Difference.READS_DO_NOT_NOTIFY) && (popped || !profile.has(Difference.CHANGES_NOTIFY));
        return (popped ? taken & 0xFF : 0) | (notify ? NOTIFY : 0);
    }

    /** What a read of the data register leaves behind. */
    private void hasRead(boolean popped) {
        int level = console.inQueued();
        int flags = Latches.flags(word()) & ~FR_RXFF;
        int raw = Latches.raw(word());
        if (popped) {
            known = Math.max(0, known - 1);
        }
        if (level == 0 && (popped || profile.has(Difference.EMPTY_READ_CHANGES_FLAGS))) {
            flags |= FR_RXFE;
            raw &= profile.has(Difference.RECEIVE_WITHOUT_TRIGGER) ? ~RXI : ~RTI;
        }
        if (popped && level < receiveTrigger && !profile.has(Difference.RECEIVE_WITHOUT_TRIGGER)) {
            raw &= ~RXI;
        }
        commit(flags, raw, Latches.mask(word()), popped && !profile.has(Difference.DATA_DOES_NOT_EVALUATE));
    }

    private int writeData(int value) {
        boolean pushed = out.put(value);
        int level = out.level();
        boolean full = level >= console.outCapacity();
        int flags = Latches.flags(word()) & ~FR_TXFE;
        int raw = Latches.raw(word());
        if (profile.has(Difference.BUSY_UNTIL_DRAINED)) {
            flags |= FR_BUSY;
        }
        if (full && (pushed || profile.has(Difference.DROPPED_WRITE_CHANGES_FLAGS))) {
            flags |= FR_TXFF | FR_BUSY;
        }
        if (profile.has(Difference.SYNCHRONOUS_OUTPUT)) {
            boolean roomy = level <= transmitTrigger; // drivers write half a FIFO on TXI without looking
            flags |= roomy ? FR_TXFE : 0;
            raw = with(raw, TXI, roomy);
        } else if (profile.has(Difference.TRANSMIT_WITHOUT_TRIGGER)) {
            raw = full ? raw & ~TXI : raw;
        } else if (pushed) {
            raw = with(raw, TXI, level <= transmitTrigger);
        }
        commit(flags, raw, Latches.mask(word()), pushed && !profile.has(Difference.DATA_DOES_NOT_EVALUATE));
        boolean notify = pushed || !profile.has(Difference.CHANGES_NOTIFY);
        return (notify ? NOTIFY_BACKEND : 0) | (pushed ? 0 : DROPPED);
    }

    @Override
    boolean notifiedLocked() {
        boolean moved = out.drain();
        int level = console.inQueued();
        boolean arrived = level > (profile.has(Difference.NEW_INPUT_RAISES) ? known : 0);
        known = level;
        int flags = Latches.flags(word());
        int raw = Latches.raw(word());
        if (arrived) {
            flags &= ~FR_RXFE;
            flags |= level >= console.inCapacity() ? FR_RXFF : 0;
            raw |= profile.has(Difference.RECEIVE_WITHOUT_TRIGGER) ? RXI : receiveCauses(level);
        }
        int queued = out.level();
        if (queued < console.outCapacity()) {
            raw = roomCauses(raw, queued, (flags & FR_TXFE) == 0);
            flags = roomFlags(flags, queued);
        }
        commit(flags, raw, Latches.mask(word()), true);
        return moved;
    }

    private int receiveCauses(int level) {
        return level >= receiveTrigger ? RXI | RTI : RTI;
    }

    private int roomCauses(int raw, int queued, boolean wasTight) {
        if (profile.has(Difference.SYNCHRONOUS_OUTPUT)) {
            return wasTight && queued <= transmitTrigger ? raw | TXI : raw;
        }
        return with(raw, TXI, profile.has(Difference.TRANSMIT_WITHOUT_TRIGGER) || queued <= transmitTrigger);
    }

    private int roomFlags(int flags, int queued) {
        int next = flags & ~FR_TXFF;
        if (!profile.has(Difference.BUSY_UNTIL_DRAINED) || queued == 0) {
            next &= ~FR_BUSY;
        }
        boolean empty = profile.has(Difference.SYNCHRONOUS_OUTPUT) ? queued <= transmitTrigger : queued == 0;
        return empty ? next | FR_TXFE : next;
    }

    private static int with(int bits, int bit, boolean set) {
        return set ? bits | bit : bits & ~bit;
    }
}
