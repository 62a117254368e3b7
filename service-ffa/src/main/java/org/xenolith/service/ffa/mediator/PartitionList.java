// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.List;
import org.xenolith.service.ffa.abi.PartitionInfo;

/**
 * The secure partitions as the firmware listed them: one entry for each partition and UUID. Immutable.
 *
 * @param entries in the firmware's order
 */
record PartitionList(List<PartitionInfo> entries) {
    static final PartitionList EMPTY = new PartitionList(List.of());

    PartitionList {
        entries = List.copyOf(entries);
    }

    /** Returns how many entries are of a UUID. */
    int count(long low, long high) {
        if ((low | high) == 0) {
            return entries.size();
        }
        int count = 0;
        for (int i = 0; i < entries.size(); i++) {
            count += entries.get(i).matches(low, high) ? 1 : 0;
        }
        return count;
    }
}
