// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.event;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A port in a guest's number space whose near end is the hypervisor itself: the guest can neither send on it nor close or
 * move it, and no bit is ever set for it in the guest's pages. The far end is a daemon's.
 *
 * <p>Towards the daemon a notification is one bit: lost while nobody is connected, merged with one that is pending.
 * Towards the hypervisor the handler runs inside the sender's call. Any thread may call.
 */
public final class ConsumerPort implements AutoCloseable {
    private static final Runnable NOTHING = () -> {};

    private final TwoLevelChannels owner;
    private final AtomicReference<@Nullable FarEnd> far = new AtomicReference<>();
    private volatile int number;
    private volatile Runnable handler = NOTHING;

    ConsumerPort(TwoLevelChannels owner) {
        this.owner = owner;
    }

    void allocated(int number) {
        this.number = number;
    }

    /** Returns the port's number, 0 once it is closed. */
    public int number() {
        return number;
    }

    /** Sets what runs when the far end sends; until then what it sends has no effect. */
    public void enable(Runnable handler) {
        this.handler = handler;
    }

    /** Undoes {@link #enable}. */
    public void disable() {
        handler = NOTHING;
    }

    /** Notifies the far end. */
    public void send() {
        FarEnd end = far.get();
        if (end != null && end.pending.compareAndSet(false, true)) {
            end.notified.run();
        }
    }

    /**
     * Connects the far end. A notification is pending from the beginning, because those before have been lost: the caller
     * looks at once.
     *
     * @param notified runs on the notifying thread when a notification becomes pending; it must not block
     * @throws IllegalStateException if the port is closed or somebody is connected already
     */
    public FarEnd connect(Runnable notified) {
        FarEnd end = new FarEnd(notified);
        if (number == 0 || !far.compareAndSet(null, end)) {
            throw new IllegalStateException("port " + number + " cannot be bound: it is closed, or bound already");
        }
        return end;
    }

    /** Closes the port: its number is free again, and both ends are told nothing more. Closing again has no effect. */
    @Override
    public void close() {
        disable();
        far.set(null);
        int open = number;
        number = 0;
        if (open != 0) {
            owner.release(open);
        }
    }

    /** The daemon's end. */
    public final class FarEnd implements AutoCloseable {
        private final AtomicBoolean pending = new AtomicBoolean(true);
        private final Runnable notified;

        private FarEnd(Runnable notified) {
            this.notified = notified;
        }

        /** Clears the pending bit and tells whether it was set; what is sent from now on notifies again. */
        public boolean takePending() {
            return pending.getAndSet(false);
        }

        /** Notifies the hypervisor: its handler has run when this returns. */
        public void send() {
            if (far.get() == this) {
                handler.run();
            }
        }

        /** Disconnects: the port waits for another daemon. */
        @Override
        public void close() {
            far.compareAndSet(this, null);
        }
    }
}
