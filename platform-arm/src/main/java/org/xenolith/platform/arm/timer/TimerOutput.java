// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.timer;

import java.util.concurrent.atomic.AtomicInteger;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.time.VirtualClock;

/**
 * Carries a timer's wishes to its line and its alarm, in order and without the timer's lock: one thread at a time does,
 * and it goes on until nothing is new.
 */
final class TimerOutput {
    private final InterruptLine line;
    private final VirtualClock.Alarm alarm;
    private final AtomicInteger wishes = new AtomicInteger();
    /** Number of changes of the line, so that an odd number is high and no edge is lost. */
    private volatile int changes;

    private volatile long deadline = VirtualClock.NEVER;
    /** Whether the alarm has fired since it was set, so that the same deadline must be set again. */
    private volatile boolean fired;

    private int toldChanges;
    private long toldDeadline = VirtualClock.NEVER;

    TimerOutput(InterruptLine line, VirtualClock clock, Runnable expired) {
        this.line = line;
        alarm = clock.alarm(() -> {
            fired = true;
            expired.run();
        });
    }

    boolean level() {
        return (changes & 1) != 0;
    }

    /** Wishes a level. The timer's lock is held. */
    void wish(boolean level) {
        if (level != level()) {
            changes = changes + 1;
        }
    }

    /** Wishes an alarm, or none. The timer's lock is held. */
    void wishAlarm(long nanos) {
        deadline = nanos;
    }

    /** Carries out the wishes. No lock is held. */
    void publish() {
        if (wishes.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            publishLine();
            publishAlarm();
            seen = wishes.addAndGet(-seen);
        } while (seen != 0);
    }

    private void publishLine() {
        int now = changes;
        if (now == toldChanges) {
            return;
        }
        boolean level = (now & 1) != 0;
        if (now - toldChanges > 1) {
            line.set(!level);
        }
        line.set(level);
        toldChanges = now;
    }

    private void publishAlarm() {
        if (fired) {
            fired = false;
            toldDeadline = VirtualClock.NEVER;
        }
        long now = deadline;
        if (now != toldDeadline) {
            toldDeadline = now;
            alarm.set(now);
        }
    }
}
