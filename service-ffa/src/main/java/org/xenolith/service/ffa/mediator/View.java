// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The virtual machines of a roster as one of them sees them: itself first, then the others in the order of their
 * coming. Immutable.
 */
final class View {
    final Roster roster;
    private final Endpoint self;
    /** How many virtual machines it sees, itself included. */
    final int count;
    /** Where it stands among the members; beyond the last if it is none. */
    private final int position;
    /** The members that it sees, itself first; all if null. */
    private final Endpoint @Nullable [] chosen;

    private final @Nullable BitSet visible;

    View(Roster roster, Endpoint self) {
        this.roster = roster;
        this.self = self;
        position = roster.position(self);
        boolean member = position < roster.members().length;
        if (roster.mode() != Mode.ON || !member) {
            chosen = new Endpoint[] {self};
            visible = new BitSet();
            count = 1;
        } else if (roster.access().isOpen()) {
            chosen = null;
            visible = null;
            count = roster.members().length;
        } else {
            visible = new BitSet();
            chosen = choose(roster, self, visible);
            count = chosen.length;
        }
    }

    private static Endpoint[] choose(Roster roster, Endpoint self, BitSet visible) {
        Endpoint[] seen = new Endpoint[roster.members().length];
        int n = 0;
        seen[n++] = self;
        for (Endpoint other : roster.members()) {
            if (other != self && roster.access().allows(self.vm, other.vm)) {
                seen[n++] = other;
                visible.set(other.id);
            }
        }
        return java.util.Arrays.copyOf(seen, n);
    }

    /**
     * Returns a virtual machine.
     *
     * @param n 0 for the viewer itself, up to {@link #count} - 1
     */
    Endpoint at(int n) {
        if (chosen != null) {
            return chosen[n];
        }
        return n == 0 ? self : roster.members()[n <= position ? n - 1 : n];
    }

    /** Tells whether it may send to another virtual machine. */
    boolean sees(Endpoint other) {
        return visible == null ? other != self : visible.get(other.id);
    }
}
