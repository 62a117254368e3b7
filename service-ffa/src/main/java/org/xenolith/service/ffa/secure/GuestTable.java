// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is kept of virtual machines, by endpoint id: an array that changes replace. Any thread. */
final class GuestTable {
    private static final int SECURE = 0x8000;

    private volatile @Nullable GuestSide[] guests = new GuestSide[0];

    /** Returns what is kept of a virtual machine, null if nothing is. */
    @Nullable
    GuestSide get(int id) {
        @Nullable GuestSide[] now = guests;
        return id > 0 && id < now.length ? now[id] : null;
    }

    /** Returns it, made if it was not there; null if the id is none of a virtual machine. */
    synchronized @Nullable GuestSide known(int id) {
        if (id <= 0 || id >= SECURE) {
            return null;
        }
        GuestSide there = get(id);
        if (there == null) {
            there = new GuestSide(id);
            @Nullable GuestSide[] next = Arrays.copyOf(guests, Math.max(guests.length, id + 1));
            next[id] = there;
            guests = next;
        }
        return there;
    }

    /** Forgets a virtual machine; returns what was kept. */
    synchronized @Nullable GuestSide remove(int id) {
        GuestSide there = get(id);
        if (there != null) {
            @Nullable GuestSide[] next = guests.clone();
            next[id] = null;
            guests = next;
        }
        return there;
    }

    int count() {
        int count = 0;
        for (GuestSide g : guests) {
            count += g == null ? 0 : 1;
        }
        return count;
    }
}
