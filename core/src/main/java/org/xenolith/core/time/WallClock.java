// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.time;

import org.xenolith.api.time.TimeMode;
import org.xenolith.api.time.VirtualClock;

/** A domain's clock that follows the host's; it goes on while the domain is paused. */
public final class WallClock implements VirtualClock, AutoCloseable {
    private final HostTimer timer;
    private final long start = HostTimer.now();
    private volatile boolean closed;

    /** Starts the clock at zero. */
    public WallClock(HostTimer timer) {
        this.timer = timer;
    }

    @Override
    public TimeMode mode() {
        return TimeMode.WALL;
    }

    @Override
    public long nanos() {
        return HostTimer.now() - start;
    }

    @Override
    public Alarm alarm(Runnable action) {
        return new WallAlarm(action);
    }

    private final class WallAlarm implements Alarm {
        private final AlarmHeap.Entry entry;

        WallAlarm(Runnable action) {
            entry = new AlarmHeap.Entry(action, WallClock.this);
        }

        @Override
        public void set(long deadline) {
            if (!closed) {
                timer.set(entry, deadline > NEVER - start ? NEVER : deadline + start);
            }
        }
    }

    /** Cancels all alarms of this clock and ignores those set later. */
    @Override
    public void close() {
        closed = true;
        timer.removeAll(this);
    }
}
