// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

/**
 * Who takes part, at one moment. Immutable: an answer that is made of one roster is consistent.
 *
 * <p>Without an access list there is one tag. With one, each member has a tag of its own that changes when what it sees
 * does, so that nobody learns of the coming and going of those whom it does not see.
 *
 * @param mode the switch between virtual machines
 * @param tag changes with every change that anybody could see; guests see the low 16 bits of tags
 * @param members the virtual machines that have negotiated, in the order of their doing so
 * @param tags with an access list, the members' tags
 * @param positions by endpoint id, where a member stands plus 1; 0 for others
 * @param access which virtual machine sees which
 * @param partitions the secure partitions
 */
record Roster(
        Mode mode,
        int tag,
        Endpoint[] members,
        int[] tags,
        int[] positions,
        AccessList access,
        PartitionList partitions) {
    /** The tag of a host without an access list. */
    int visibleTag() {
        return tag & 0xFFFF;
    }

    /** The tag as an endpoint sees it. */
    int visibleTag(Endpoint endpoint) {
        int at = access.isOpen() ? members.length : position(endpoint);
        return (at < members.length ? tags[at] : tag) & 0xFFFF;
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

    Roster with(Mode nextMode) {
        return new Roster(nextMode, tag, members, tags, positions, access, partitions);
    }

    Roster with(AccessList nextAccess) {
        return new Roster(mode, tag, members, tags, positions, nextAccess, partitions);
    }

    Roster with(PartitionList nextPartitions) {
        return new Roster(mode, tag, members, tags, positions, access, nextPartitions);
    }

    Roster withTags(int nextTag, int[] nextTags) {
        return new Roster(mode, nextTag, members, nextTags, positions, access, partitions);
    }

    Roster withMembers(Endpoint[] nextMembers, int[] nextTags) {
        int highest = 0;
        for (Endpoint e : nextMembers) {
            highest = Math.max(highest, e.id);
        }
        int[] next = new int[highest + 1];
        for (int i = 0; i < nextMembers.length; i++) {
            next[nextMembers[i].id] = i + 1;
        }
        return new Roster(mode, tag, nextMembers, nextTags, next, access, partitions);
    }
}
