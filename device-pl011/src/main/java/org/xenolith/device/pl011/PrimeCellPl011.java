// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import static org.xenolith.device.pl011.Bits.*;

import java.util.Locale;
import java.util.Map;
import org.xenolith.api.device.DeviceException;

/**
 * The whole PrimeCell UART [DDI0183]: FIFOs of its own between the guest and the slot's queues, trigger levels, receive
 * time-out, errors, loopback, modem lines, DMA requests, integration test registers.
 *
 * <p>Characters move without delay: the receive FIFO fills from the slot's queue as long as it has room, so nothing
 * overruns by itself; the transmit FIFO holds something only while the queue to the back end is full. UARTEN, TXE and
 * RXE are kept and not enforced, because firmware that would have set them does not run here.
 */
final class PrimeCellPl011 extends Pl011 {
    private final Revision revision;
    private final int[] stored = new int[Register.values().length];
    private final CharacterFifo receive = new CharacterFifo();
    private final CharacterFifo transmit = new CharacterFifo();
    private final ReceiveTimeout timeout;
    private long divisor;
    private int errors;
    private boolean overrun;
    private int wires;
    private boolean ended;

    /** Raw status as the operation that is in progress changes it. */
    private int raw;

    PrimeCellPl011(Revision revision, Surroundings around) {
        super(Profile.EXTENDED, around);
        this.revision = revision;
        timeout = new ReceiveTimeout(around.clock(), this::timeoutFired);
        for (Register register : Register.primeCell()) {
            stored[register.ordinal()] = register.reset;
        }
    }

    // ---- what the registers say

    private int value(Register register) {
        return stored[register.ordinal()];
    }

    private boolean on(Register register, int bit) {
        return (value(register) & bit) != 0;
    }

    private boolean fifos() {
        return on(Register.LCR_H, LCR_FEN);
    }

    private int depth() {
        return fifos() ? revision.depth : 1;
    }

    /** A trigger level in eighths of the FIFO's depth [DDI0183 3.3.9]; reserved values count as the last. */
    private static int eighths(int select) {
        return switch (select & 7) {
            case 0 -> 1;
            case 1 -> 2;
            case 2 -> 4;
            case 3 -> 6;
            default -> 7;
        };
    }

    private int receiveTrigger() {
        return fifos() ? revision.depth * eighths(value(Register.IFLS) >> 3) / 8 : 1;
    }

    private int transmitTrigger() {
        return fifos() ? revision.depth * eighths(value(Register.IFLS)) / 8 : 0;
    }

    private boolean loopback() {
        return on(Register.CR, CR_LBE);
    }

    private boolean testing() {
        return on(Register.TCR, TCR_TEST_FIFO);
    }

    /** The modem inputs as flags; in loopback the modem outputs are connected to them. */
    private int modem() {
        if (!loopback()) {
            return wires;
        }
        return (on(Register.CR, CR_RTS) ? FR_CTS : 0)
                | (on(Register.CR, CR_DTR) ? FR_DSR : 0)
                | (on(Register.CR, CR_OUT1) ? FR_DCD : 0)
                | (on(Register.CR, CR_OUT2) ? FR_RI : 0);
    }

    private int flags() {
        int room = depth();
        return modem()
                | (receive.count() == 0 ? FR_RXFE : 0)
                | (receive.count() >= room ? FR_RXFF : 0)
                | (transmit.count() == 0 ? FR_TXFE : FR_BUSY)
                | (transmit.count() >= room ? FR_TXFF : 0);
    }

    // ---- operations

    private void begin() {
        raw = Latches.raw(word());
    }

    private void end() {
        commit(flags(), raw, Latches.mask(word()), true);
    }

    @Override
    long readLocked(Register register) {
        return switch (register.effect) {
            case DATA -> readData();
            case ERRORS -> errors;
            case TEST_DATA -> readTestData();
            case IDENTITY -> revision.identity(register);
            default -> value(register);
        };
    }

    private long readData() {
        begin();
        int character = 0;
        if (receive.count() > 0) {
            character = receive.pop() & Register.DR.mask | (overrun ? OE << 8 : 0);
            errors = errors & OE | character >> 8;
            hasRead();
        }
        boolean pulled = fill();
        end();
        return character | (pulled ? NOTIFY : 0);
    }

    /** What a character that was read leaves behind. */
    private void hasRead() {
        if (receive.count() < receiveTrigger()) {
            raw &= ~RXI;
        }
        if (receive.count() == 0) {
            raw &= ~RTI;
            timeout.cancel();
        }
    }

    private long readTestData() {
        if (!testing() || transmit.count() == 0) {
            return 0;
        }
        begin();
        int character = transmit.pop();
        transmitMoved();
        end();
        return character;
    }

    @Override
    int writeLocked(Register register, long lanes, long value) {
        begin();
        int covered = (int) lanes & register.mask;
        int before = value(register);
        int after = before & ~covered | (int) value & covered;
        int outcome =
                switch (register.effect) {
                    case DATA -> send((int) value & 0xFF);
                    case ERRORS -> clearErrors();
                    case TEST_DATA -> testReceive(after);
                    default -> store(register, after);
                };
        end();
        return outcome;
    }

    private int clearErrors() {
        errors = 0;
        return 0;
    }

    private int testReceive(int character) {
        if (testing()) {
            arrive(character & 0xFF, character >> 8);
        }
        return 0;
    }

    private int store(Register register, int after) {
        int before = value(register);
        int modemBefore = modem();
        stored[register.ordinal()] = after;
        if (register == Register.LCR_H) {
            divisor = 64L * value(Register.IBRD) + value(Register.FBRD);
            if (loopback() && (after & ~before & LCR_BRK) != 0) {
                arrive(0, BE);
            }
        }
        modemChanged(modemBefore);
        boolean pulled = fill();
        return drain() | pulled ? NOTIFY_BACKEND : 0;
    }

    private int send(int character) {
        if (transmit.count() >= depth()) {
            return DROPPED;
        }
        transmit.push(character);
        boolean drained = drain();
        transmitMoved();
        return drained ? NOTIFY_BACKEND : 0;
    }

    /** The transmit interrupt follows the level when it moves [DDI0183 2.8.3]. */
    private void transmitMoved() {
        raw = transmit.count() <= transmitTrigger() ? raw | TXI : raw & ~TXI;
    }

    private boolean drain() {
        int before = transmit.count();
        boolean outside = out.drain();
        while (transmit.count() > 0 && !testing()) {
            if (loopback()) {
                arrive(transmit.pop(), 0);
            } else if (!out.blocked() && out.put(transmit.peek())) {
                transmit.pop();
                outside = true;
            } else {
                break;
            }
        }
        if (transmit.count() != before) {
            transmitMoved();
        }
        return outside;
    }

    private boolean fill() {
        boolean pulled = false;
        while (!loopback() && !testing() && receive.count() < depth()) {
            int taken = console.take();
            if (taken < 0) {
                break;
            }
            arrive(taken & 0xFF, 0);
            pulled = true;
        }
        return pulled;
    }

    private void arrive(int data, int broken) {
        if (receive.count() >= depth()) {
            overrun = true;
            errors |= OE;
            raw |= OEI;
            return;
        }
        overrun = false;
        receive.push(data | (broken & (FE | PE | BE)) << 8);
        raw |= (broken & (FE | PE | BE)) << 7;
        if (receive.count() >= receiveTrigger()) {
            raw |= RXI;
        }
        if (fifos()) {
            timeout.restart(divisor);
        }
    }

    private void modemChanged(int before) {
        int changed = before ^ modem();
        raw |= ((changed & FR_RI) != 0 ? RIMI : 0)
                | ((changed & FR_CTS) != 0 ? CTSMI : 0)
                | ((changed & FR_DCD) != 0 ? DCDMI : 0)
                | ((changed & FR_DSR) != 0 ? DSRMI : 0);
    }

    @Override
    boolean notifiedLocked() {
        begin();
        boolean pulled = fill();
        boolean drained = drain();
        end();
        return pulled | drained;
    }

    // ---- time

    private void timeoutFired() {
        lock.lock();
        try {
            if (timeout.expire() && !ended) {
                begin();
                raw |= RTI;
                end();
            }
        } finally {
            lock.unlock();
        }
        callOut(false);
    }

    @Override
    void unlocked() {
        timeout.arm();
    }

    @Override
    void ended() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
        timeout.end();
    }

    // ---- the far end of the line, for tests of guests and of this device

    /**
     * Receives a character from the wire, past the slot's queue; a full FIFO overruns.
     *
     * @param broken errors as in RSR: framing, parity, break
     */
    void receive(int data, int broken) {
        lock.lock();
        try {
            begin();
            arrive(data & 0xFF, broken);
            end();
        } finally {
            lock.unlock();
        }
        callOut(false);
    }

    /**
     * Drives the modem inputs.
     *
     * @param asserted flags as in FR: CTS, DSR, DCD, RI
     */
    void wires(int asserted) {
        lock.lock();
        try {
            begin();
            int before = modem();
            wires = asserted & (FR_CTS | FR_DSR | FR_DCD | FR_RI);
            modemChanged(before);
            end();
        } finally {
            lock.unlock();
        }
        callOut(false);
    }

    /** Returns the DMA requests now. */
    DmaRequests dmaRequests() {
        lock.lock();
        try {
            boolean failed = (Latches.raw(word()) & (FEI | PEI | BEI | OEI)) != 0;
            boolean in = on(Register.DMACR, DMA_RX) && !(failed && on(Register.DMACR, DMA_ON_ERROR));
            boolean outwards = on(Register.DMACR, DMA_TX);
            return new DmaRequests(
                    in && receive.count() > 0,
                    in && receive.count() >= receiveTrigger(),
                    outwards && transmit.count() < depth(),
                    outwards && transmit.count() <= transmitTrigger());
        } finally {
            lock.unlock();
        }
    }

    // ---- state

    private static String field(Register register) {
        return register.name().toLowerCase(Locale.ROOT);
    }

    private static boolean saved(Register register) {
        return switch (register.effect) {
            case DIVISOR, LINE_CONTROL, CONTROL, TRIGGERS, DMA, STORED -> true;
            default -> false;
        };
    }

    @Override
    void saveLocked(Map<String, Object> fields) {
        for (Register register : Register.primeCell()) {
            if (saved(register)) {
                fields.put(field(register), (long) value(register));
            }
        }
        fields.put("divisor", divisor);
        fields.put("rsr", (long) errors);
        fields.put("overrun", overrun ? 1L : 0L);
        fields.put("modem", (long) wires);
        fields.put("timeout", timeout.deadline());
        fields.put("receive", receive.save());
        fields.put("transmit", transmit.save());
    }

    @Override
    void restore(Predecessor before) throws DeviceException {
        super.restore(before);
        SavedFields fields = before.registers();
        for (Register register : Register.primeCell()) {
            if (saved(register)) {
                stored[register.ordinal()] = (int) fields.number(field(register), 0, register.mask);
            }
        }
        divisor = fields.number("divisor", 0, 64L * Register.IBRD.mask + Register.FBRD.mask);
        errors = (int) fields.number("rsr", 0, Register.RSR.mask);
        overrun = fields.flag("overrun");
        wires = (int) fields.number("modem", 0, Register.FR.mask) & (FR_CTS | FR_DSR | FR_DCD | FR_RI);
        timeout.restore(fields.number("timeout", ReceiveTimeout.NONE, Long.MAX_VALUE));
        receive.restore(fields.bytes("receive", 2 * CharacterFifo.CAPACITY));
        transmit.restore(fields.bytes("transmit", 2 * CharacterFifo.CAPACITY));
        commitRestored(before.served() == Predecessor.Served.CHARACTER);
    }

    /** Flags are a function of the rest here: what a state says of them does not count. */
    private void commitRestored(boolean read) {
        begin();
        if (read) {
            hasRead();
        }
        commit(flags(), raw, Latches.mask(word()), false);
    }
}
