// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.vuart;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.xenolith.api.console.ConsoleLine;
import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceContext;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;
import org.xenolith.api.device.StateVersions;
import org.xenolith.api.irq.InterruptLine;

/**
 * A write-only UART over the address of another one (Xen's legacy vUART): a transmit register, a constant status, no
 * receive path, no interrupt. Output is filtered and leaves line by line.
 *
 * <p>Standing in for a PL011 it keeps that device's registers, so that the PL011 can come back as if it had never been
 * away. A guest that has seen the PL011's receive queue not empty may read next, whatever has happened in between: that
 * one character it gets from here, from where the PL011 would have taken it. Any other read of the data register is 0.
 *
 * <p>Threat model: the guest chooses offset, width, value and timing on any number of vCPUs. No access fails; each costs
 * a bounded number of steps; what a guest can make the device keep is bounded by {@link WaitingOutput#LIMIT}, and a guest
 * that goes on regardless loses its own output. State that a device is restored from is not trusted.
 *
 * <p>The lock guards the state and is never held while calling the back end or the log.
 */
final class Vuart implements Device {
    /** The kind of device that it is. */
    static final String KIND = "vuart";

    /** The layouts of the state: since version 2 it says what the guest has been promised, and what it has got. */
    static final StateVersions VERSIONS = StateVersions.of(KIND, fields -> {
        fields.put("owed", 0L);
        fields.put("served", 0L);
    });

    /** What the guest has got of the character that it is owed: a character, or the news that there is none. */
    private static final long SERVED_CHARACTER = 1, SERVED_NONE = 2;

    /** PL011 flags: busy, transmit queue full; and transmit queue empty. */
    private static final long FLAGS_FULL = 0x28, FLAG_EMPTY = 0x80;

    private final Layout layout;
    private final ConsoleLine console;
    private final InterruptLine line;
    private final LineLog log;
    private final String prefix;
    private final ReentrantLock lock = new ReentrantLock();
    private final LineBuffer partial = new LineBuffer();
    private final WaitingOutput waiting;
    private final Parked parked;
    private boolean pendingNotify;
    private boolean pushed;
    private volatile boolean choked;
    private volatile boolean owed;
    private long served;

    /** Creates a device with nothing written; {@code parked} is the PL011 that it stands in for, if any. */
    Vuart(DeviceContext context, Layout layout, Parked parked, LineLog log) {
        this.layout = layout;
        this.parked = parked;
        this.log = log;
        console = context.console();
        line = context.line();
        prefix = "DOM" + context.domainId() + ": ";
        waiting = new WaitingOutput(console);
    }

    /** Takes over the output of the PL011 that has been parked. */
    void adoptOutput() throws DeviceException {
        byte[] output = parked.takeOutput();
        if (output.length > WaitingOutput.MOST) {
            throw new DeviceException("state of pl011: " + output.length + " bytes of output wait, allowed: at most "
                    + WaitingOutput.MOST);
        }
        waiting.restore(output);
        choked = waiting.nearlyFull();
        owed = parked.told();
    }

    /** Takes over from a device of this kind, in the newest version. */
    void restore(DeviceState state) throws DeviceException {
        owed = SavedFields.number(state, "owed", 1) != 0;
        served = SavedFields.number(state, "served", SERVED_NONE);
        partial.restore(SavedFields.bytes(state, "partial", LineBuffer.LIMIT - 1));
        waiting.restore(SavedFields.bytes(state, "waiting", WaitingOutput.MOST));
        pendingNotify = SavedFields.number(state, "pendingNotify", 1) != 0;
        pushed = SavedFields.number(state, "pushed", 1) != 0;
        choked = waiting.nearlyFull();
    }

    // ---- accesses

    @Override
    public long read(int vcpu, long offset, int width) {
        if (owed) {
            if (offset == layout.data()) {
                return serve();
            }
            if (offset == layout.status()) {
                owed = false; // it looks again, and is told that there is nothing
            }
        }
        if (offset != layout.status()) {
            return 0;
        }
        long value = layout.ready();
        if (choked && layout.flowControl()) {
            value = value & ~FLAG_EMPTY | FLAGS_FULL;
        }
        return width >= 8 ? value : value & (1L << 8 * width) - 1;
    }

    private long serve() {
        int character;
        lock.lock();
        try {
            if (!owed) {
                return 0;
            }
            owed = false;
            character = parked.takeCharacter();
            if (character < 0) {
                character = console.take();
            }
            served = character < 0 ? SERVED_NONE : SERVED_CHARACTER;
        } finally {
            lock.unlock();
        }
        console.notifyBackend();
        return Math.max(0, character);
    }

    @Override
    public void write(int vcpu, long offset, int width, long value) {
        if (offset == layout.data()) {
            transmit((int) value & 0xFF);
        } else if (layout.trackWrites()) {
            lock.lock();
            try {
                parked.track(offset, width, value);
            } finally {
                lock.unlock();
            }
        }
    }

    private void transmit(int value) {
        String finished = "";
        boolean complete;
        lock.lock();
        try {
            complete = partial.append(value);
            if (complete) {
                finished = log.wanted() ? prefix + partial.text() : "";
                flush();
            }
        } finally {
            lock.unlock();
        }
        if (complete) {
            if (!finished.isEmpty()) {
                log.line(finished);
            }
            console.notifyBackend();
        }
    }

    private void flush() {
        for (int i = 0; i < partial.count(); i++) {
            waiting.put(partial.at(i));
        }
        partial.clear();
        pushed = true;
        choked = waiting.nearlyFull();
    }

    private void notified() {
        boolean moved;
        lock.lock();
        try {
            pendingNotify = true;
            moved = waiting.drain();
            choked = waiting.nearlyFull();
        } finally {
            lock.unlock();
        }
        if (moved) {
            console.notifyBackend();
        }
    }

    // ---- life

    @Override
    public void start() {
        line.withdraw();
        console.onBackend(this::notified);
        lock.lock();
        try {
            pushed |= waiting.drain();
            choked = waiting.nearlyFull();
        } finally {
            lock.unlock();
        }
        if (console.outQueued() > 0) {
            console.notifyBackend();
        }
    }

    @Override
    public DeviceState stop() {
        console.onBackend(() -> {});
        return state();
    }

    @Override
    public DeviceState state() {
        Map<String, Object> fields = new TreeMap<>();
        lock.lock();
        try {
            fields.put("partial", partial.save());
            fields.put("waiting", waiting.save());
            fields.put("pendingNotify", pendingNotify ? 1L : 0L);
            fields.put("pushed", pushed ? 1L : 0L);
            fields.put("owed", owed ? 1L : 0L);
            fields.put("served", served);
            parked.save(fields, owed);
        } finally {
            lock.unlock();
        }
        return new DeviceState(KIND, VERSIONS.current(), fields);
    }
}
