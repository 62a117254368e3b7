// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.time.VirtualClock;

/**
 * Alarms by deadline, earliest first; those of one deadline in the order in which they were set, so that two runs fire
 * them alike. A binary heap whose entries know their place. Guarded by the owner's lock.
 */
final class AlarmHeap {
    /** An alarm's place in a heap. */
    static final class Entry {
        final Runnable action;
        final Object owner;
        private long deadline = VirtualClock.NEVER;
        private long order;
        private int index = -1;

        /**
         * Creates an entry that is not in a heap.
         *
         * @param owner whose alarms {@link AlarmHeap#removeAll} removes together
         */
        Entry(Runnable action, Object owner) {
            this.action = action;
            this.owner = owner;
        }

        private boolean before(Entry other) {
            return deadline != other.deadline ? deadline < other.deadline : order < other.order;
        }
    }

    private @Nullable Entry[] entries = new Entry[8];
    private int size;
    private long orders;

    /** Returns the earliest deadline, or {@link VirtualClock#NEVER}. */
    long earliest() {
        return size == 0 ? VirtualClock.NEVER : at(0).deadline;
    }

    /** Sets, moves or ({@link VirtualClock#NEVER}) removes an entry. */
    void set(Entry entry, long deadline) {
        remove(entry);
        if (deadline == VirtualClock.NEVER) {
            return;
        }
        entry.deadline = deadline;
        entry.order = orders++;
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
        }
        place(size++, entry);
        up(entry.index);
    }

    /** Returns a mark for {@link #takeDue}: what has been set so far. */
    long mark() {
        return orders;
    }

    /**
     * Removes and returns the earliest entry if its deadline is not after a time.
     *
     * @param mark an entry set after this mark is left alone, so that an action which sets its own alarm again cannot
     *     keep a loop going
     */
    @Nullable
    Entry takeDue(long now, long mark) {
        if (size == 0 || at(0).deadline > now || at(0).order >= mark) {
            return null;
        }
        Entry due = at(0);
        remove(due);
        return due;
    }

    /** Removes all entries of an owner. */
    void removeAll(Object owner) {
        for (Entry entry : Arrays.copyOf(entries, size)) {
            if (entry != null && entry.owner == owner) {
                remove(entry);
            }
        }
    }

    private void remove(Entry entry) {
        int hole = entry.index;
        if (hole < 0) {
            return;
        }
        entry.index = -1;
        Entry last = at(--size);
        entries[size] = null;
        if (last != entry) {
            place(hole, last);
            up(hole);
            down(last.index);
        }
    }

    private void up(int from) {
        int i = from;
        while (i > 0 && at(i).before(at((i - 1) / 2))) {
            exchange(i, (i - 1) / 2);
            i = (i - 1) / 2;
        }
    }

    private void down(int from) {
        int i = from;
        while (true) {
            int child = 2 * i + 1;
            if (child + 1 < size && at(child + 1).before(at(child))) {
                child++;
            }
            if (child >= size || !at(child).before(at(i))) {
                return;
            }
            exchange(i, child);
            i = child;
        }
    }

    private void exchange(int a, int b) {
        Entry first = at(a);
        place(a, at(b));
        place(b, first);
    }

    private void place(int index, Entry entry) {
        entries[index] = entry;
        entry.index = index;
    }

    private Entry at(int index) {
        Entry entry = entries[index];
        assert entry != null;
        return entry;
    }
}
