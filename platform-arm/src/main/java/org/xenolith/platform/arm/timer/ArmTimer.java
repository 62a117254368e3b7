// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.timer;

import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.time.VirtualClock;

/**
 * One timer of one vCPU: CTL, CVAL and TVAL over the counter. Registers and alarm may come from different threads; the
 * lock is held for the state only.
 */
final class ArmTimer {
    static final int ENABLE = 1;
    static final int IMASK = 2;
    static final int ISTATUS = 4;

    private final SystemCounter counter;
    /** What this timer's count is ahead of the virtual count, ticks. */
    private final long ahead;

    private final TimerProfile.Expiry expiry;
    private final TimerOutput output;

    private int control;
    private long compare;
    /** Latched timers: enabled, and not expired since then. */
    private boolean armed;

    ArmTimer(SystemCounter counter, long ahead, TimerProfile.Expiry expiry, InterruptLine line) {
        this.counter = counter;
        this.ahead = ahead;
        this.expiry = expiry;
        output = new TimerOutput(line, counter.clock(), this::update);
    }

    private long count() {
        return counter.virtual() + ahead;
    }

    private boolean met(long count) {
        return expiry == TimerProfile.Expiry.MASKS_ITSELF
                ? count - compare >= 0
                : Long.compareUnsigned(count, compare) >= 0;
    }

    /** Lets time have its effect and carries it out. */
    void update() {
        synchronized (this) {
            advance(count());
        }
        output.publish();
    }

    private void advance(long count) {
        boolean met = met(count);
        boolean unmasked = (control & (ENABLE | IMASK)) == ENABLE;
        boolean waiting =
                switch (expiry) {
                    case LEVEL -> {
                        output.wish(unmasked && met);
                        yield unmasked && !met;
                    }
                    case MASKS_ITSELF -> {
                        if (unmasked && met) {
                            control |= IMASK;
                            output.wish(true);
                        }
                        yield unmasked && !met;
                    }
                    case LATCHED -> {
                        if (armed && met) {
                            armed = false;
                            control |= ISTATUS;
                            output.wish((control & IMASK) == 0);
                        }
                        yield armed;
                    }
                };
        output.wishAlarm(waiting ? SystemCounter.nanosAt(compare - ahead) : VirtualClock.NEVER);
    }

    /** A register has been written: what was raised is withdrawn, and time has its effect. */
    private void written(long count) {
        if (expiry != TimerProfile.Expiry.LEVEL) {
            output.wish(false);
        }
        advance(count);
    }

    long readControl() {
        long value;
        synchronized (this) {
            long count = count();
            advance(count);
            boolean computed = expiry != TimerProfile.Expiry.LATCHED && (control & ENABLE) != 0 && met(count);
            value = (control | (computed ? ISTATUS : 0)) & 0xFFFF_FFFFL;
        }
        output.publish();
        return value;
    }

    void writeControl(long value) {
        synchronized (this) {
            if (expiry == TimerProfile.Expiry.LATCHED) {
                int kept = (value & ENABLE) != 0 ? control & ISTATUS : 0;
                control = (int) value & ~ISTATUS | kept;
                armed = (value & ENABLE) != 0;
            } else {
                control = (int) value & (ENABLE | IMASK);
            }
            written(count());
        }
        output.publish();
    }

    synchronized long readCompare() {
        return compare;
    }

    void writeCompare(long value) {
        synchronized (this) {
            setCompare(value, count());
        }
        output.publish();
    }

    private void setCompare(long value, long count) {
        compare = value;
        if (expiry == TimerProfile.Expiry.LATCHED && (control & ENABLE) != 0) {
            control &= ~ISTATUS;
            armed = true;
        }
        written(count);
    }

    synchronized long readTimer() {
        return compare - count() & 0xFFFF_FFFFL;
    }

    void writeTimer(long value) {
        synchronized (this) {
            long count = count();
            setCompare(count + (int) value, count);
        }
        output.publish();
    }

    /** What a timer is made of, apart from its configuration. */
    record State(int control, long compare, boolean armed, boolean raised) {}

    synchronized State state() {
        return new State(control, compare, armed, output.level());
    }

    void restore(State state) {
        synchronized (this) {
            control = state.control;
            compare = state.compare;
            armed = state.armed;
            output.wish(state.raised);
            advance(count());
        }
        output.publish();
    }
}
