// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

/**
 * Who takes part, at one moment. Immutable: an answer that is made of one roster is consistent.
 *
 * @param mode the switch between virtual machines
 * @param tag changes with what guests can see; they see its low 16 bits
 * @param members the virtual machines that have negotiated, in the order of their doing so
 * @param positions by endpoint id, where a member stands plus 1; 0 for others
 * @param access which virtual machine sees which
 * @param partitions the secure partitions
 */
record Roster(Mode mode, int tag, Endpoint[] members, int[] positions, AccessList access, PartitionList partitions) {
    int visibleTag() {
        return tag & 0xFFFF;
    }

    /** Returns where a member stands; the number of members if it is none. */
    int position(Endpoint endpoint) {
        int found = endpoint.id < positions.length ? positions[endpoint.id] : 0;
        return found > 0 && members[found - 1] == endpoint ? found - 1 : members.length;
    }

    /** Returns the member with an endpoint id that is not being torn down, or the default. */
    Endpoint member(int id, Endpoint otherwise) {
        int found = id < positions.length ? positions[id] : 0;
        return found > 0 && !members[found - 1].dying ? members[found - 1] : otherwise;
    }

    Roster with(Mode nextMode, int nextTag) {
        return new Roster(nextMode, nextTag, members, positions, access, partitions);
    }

    Roster with(Endpoint[] nextMembers, int nextTag) {
        int highest = 0;
        for (Endpoint e : nextMembers) {
            highest = Math.max(highest, e.id);
        }
        int[] next = new int[highest + 1];
        for (int i = 0; i < nextMembers.length; i++) {
            next[nextMembers[i].id] = i + 1;
        }
        return new Roster(mode, nextTag, nextMembers, next, access, partitions);
    }
}
