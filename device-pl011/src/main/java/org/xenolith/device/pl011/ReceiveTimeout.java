// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.util.concurrent.atomic.AtomicBoolean;
import org.xenolith.api.time.VirtualClock;

/**
 * The receive time-out: it expires when the receive FIFO has held something for 32 bit periods without a new character
 * [DDI0183 2.8].
 *
 * <p>Each character moves the deadline; the alarm is moved only if it would come too late, and one that comes too early
 * is set again. The alarm is set without the device's lock, by one thread at a time; a deadline that is noted meanwhile
 * makes it set again.
 */
final class ReceiveTimeout {
    /** The reference clock of the usual boards, in Hz. */
    private static final long REFERENCE_HZ = 24_000_000;

    /** The divisor, in 64ths, for 115200 baud: what a device that nobody has programmed counts with. */
    private static final long DEFAULT_DIVISOR = 833;

    /** No deadline. */
    static final long NONE = -1;

    private final VirtualClock clock;
    private final VirtualClock.Alarm alarm;
    private final AtomicBoolean setting = new AtomicBoolean();
    private long deadline = NONE;
    private volatile long alarmAt = VirtualClock.NEVER;
    private volatile boolean due;

    ReceiveTimeout(VirtualClock clock, Runnable expired) {
        this.clock = clock;
        alarm = clock.alarm(expired);
    }

    /**
     * Starts anew. Under the device's lock.
     *
     * @param divisor baud rate divisor in 64ths, 0 if not programmed
     */
    void restart(long divisor) {
        long effective = divisor < 64 ? DEFAULT_DIVISOR : divisor;
        // 32 bits of 16 reference periods times the divisor
        deadline = clock.nanos() + 32 * 16 * effective * 1_000_000_000 / 64 / REFERENCE_HZ;
        want();
    }

    /** Forgets the deadline. Under the device's lock. */
    void cancel() {
        deadline = NONE;
    }

    /** The alarm has fired: tells whether the deadline has passed. Under the device's lock. */
    boolean expire() {
        alarmAt = VirtualClock.NEVER;
        boolean passed = deadline != NONE && clock.nanos() >= deadline;
        if (passed) {
            deadline = NONE;
        } else if (deadline != NONE) {
            want();
        }
        return passed;
    }

    private void want() {
        if (deadline < alarmAt) {
            alarmAt = deadline;
            due = true;
        }
    }

    /** Sets the alarm to what has been noted. Not under the device's lock. */
    void arm() {
        while (due && setting.compareAndSet(false, true)) {
            try {
                due = false;
                alarm.set(alarmAt);
            } finally {
                setting.set(false);
            }
        }
    }

    /** Ends: no expiry begins after this. */
    void end() {
        while (!setting.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
        alarm.cancel();
    }

    long deadline() {
        return deadline;
    }

    void restore(long deadline) {
        this.deadline = deadline;
        if (deadline != NONE) {
            want();
        }
    }
}
