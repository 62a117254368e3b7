// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The listed partitions by endpoint id: an array that changes replace. Any thread. */
final class PartitionTable {
    private static final int SECURE = 0x8000;

    /** By endpoint id minus 0x8000. */
    private volatile @Nullable Partition[] partitions = new Partition[0];

    /** Returns a partition, null if it is not listed. */
    @Nullable
    Partition get(int id) {
        @Nullable Partition[] now = partitions;
        int index = id - SECURE;
        return index > 0 && index < now.length ? now[index] : null;
    }

    void forEach(Consumer<Partition> action) {
        for (Partition p : partitions) {
            if (p != null) {
                action.accept(p);
            }
        }
    }

    synchronized int add(PartitionDescription described, EmulatedSpmc spmc) {
        int id = described.id() == 0 ? freeId() : described.id();
        if (get(id) != null) {
            throw new IllegalArgumentException("partition id 0x" + Integer.toHexString(id) + " is taken");
        }
        int index = id - SECURE;
        @Nullable Partition[] next = Arrays.copyOf(partitions, Math.max(partitions.length, index + 1));
        next[index] = new Partition(described.withId(id), spmc);
        partitions = next;
        return id;
    }

    private int freeId() {
        for (int id = PartitionDescription.FIRST_ID; id <= PartitionDescription.LAST_ID; id++) {
            if (get(id) == null) {
                return id;
            }
        }
        throw new IllegalArgumentException("no partition id is free");
    }

    synchronized void remove(int id) {
        if (get(id) != null) {
            @Nullable Partition[] next = partitions.clone();
            next[id - SECURE] = null;
            partitions = next;
        }
    }

    int find(UUID first) {
        for (Partition p : partitions) {
            if (p != null && p.description.uuids().getFirst().equals(first)) {
                return p.id();
            }
        }
        return 0;
    }
}
