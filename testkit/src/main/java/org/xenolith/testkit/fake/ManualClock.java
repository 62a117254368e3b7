// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.fake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.xenolith.api.time.TimeMode;
import org.xenolith.api.time.VirtualClock;

/** A clock that the test moves. Alarms fire inside {@link #advance}, each at its own time. */
public final class ManualClock implements VirtualClock {
    private final List<Entry> alarms = new ArrayList<>();
    private volatile long nanos;

    private static final class Entry implements Alarm {
        private final Runnable action;
        private volatile long deadline = NEVER;

        Entry(Runnable action) {
            this.action = action;
        }

        @Override
        public void set(long deadline) {
            this.deadline = deadline;
        }
    }

    @Override
    public TimeMode mode() {
        return TimeMode.COUNTED;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Alarm alarm(Runnable action) {
        Entry entry = new Entry(action);
        alarms.add(entry);
        return entry;
    }

    /** Returns the earliest deadline. */
    public long nextDeadline() {
        return alarms.stream().mapToLong(a -> a.deadline).min().orElse(NEVER);
    }

    /** Moves time forward by nanoseconds and fires what is due. */
    public void advance(long by) {
        long end = nanos + by;
        while (nextDeadline() <= end) {
            Entry due = alarms.stream()
                    .min(Comparator.comparingLong(a -> a.deadline))
                    .orElseThrow();
            nanos = Math.max(nanos, due.deadline);
            due.deadline = NEVER;
            due.action.run();
        }
        nanos = end;
    }
}
