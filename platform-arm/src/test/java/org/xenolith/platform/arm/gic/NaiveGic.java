// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The architecture's rules for one CPU written down without any cleverness: sets are recomputed from scratch, and the
 * running priority is a stack instead of a bit mask.
 */
final class NaiveGic {
    static final int INTIDS = 64;

    final boolean[] enabled = new boolean[INTIDS];
    final boolean[] edge = new boolean[INTIDS];
    final boolean[] line = new boolean[INTIDS];
    final boolean[] latch = new boolean[INTIDS];
    final boolean[] active = new boolean[INTIDS];
    final int[] priority = new int[INTIDS];
    final Deque<Integer> running = new ArrayDeque<>();
    boolean forwarding;
    boolean group;
    boolean split;
    int mask;
    /** Number of low priority bits that do not count for preemption. */
    int subpriorityBits = 3;

    boolean pending(int n) {
        return latch[n] || line[n] && !edge[n];
    }

    int best() {
        int best = -1;
        for (int n = INTIDS - 1; n >= 0; n--) {
            boolean candidate = enabled[n] && pending(n) && !active[n];
            if (candidate && (best < 0 || priority[n] <= priority[best])) {
                best = n;
            }
        }
        return best;
    }

    private int groupPriority(int n) {
        return priority[n] / (1 << subpriorityBits) * (1 << subpriorityBits);
    }

    boolean asserted() {
        int n = best();
        if (n < 0 || !forwarding || !group || priority[n] >= mask) {
            return false;
        }
        return running.isEmpty() || groupPriority(n) < running.peek();
    }

    int acknowledge() {
        if (!asserted()) {
            return 1023;
        }
        int n = best();
        running.push(groupPriority(n));
        latch[n] = false;
        active[n] = true;
        return n;
    }

    void endOfInterrupt(int n) {
        if (!running.isEmpty()) {
            running.pop();
        }
        if (!split) {
            active[n] = false;
        }
    }

    void deactivate(int n) {
        if (split) {
            active[n] = false;
        }
    }

    int runningPriority() {
        return running.isEmpty() ? 0xFF : running.peek();
    }

    void setLine(int n, boolean level) {
        if (level && !line[n] && edge[n]) {
            latch[n] = true;
        }
        line[n] = level;
    }
}
