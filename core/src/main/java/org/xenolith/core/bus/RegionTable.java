// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.bus;

import java.util.ArrayList;
import java.util.List;
import org.xenolith.api.bus.MmioHandler;
import org.xenolith.api.bus.Region;

/** Regions and their handlers, ascending by base; immutable. */
final class RegionTable {
    static final RegionTable EMPTY = new RegionTable(List.of());

    /** A region, who answers in it, and the number under which accesses to it are counted. */
    record Entry(Region region, MmioHandler handler, int id) {}

    private final List<Entry> entries;
    private final long[] bases;
    private final long[] sizes;
    private final MmioHandler[] handlers;
    private final int[] ids;

    private RegionTable(List<Entry> entries) {
        this.entries = entries;
        int n = entries.size();
        bases = new long[n];
        sizes = new long[n];
        handlers = new MmioHandler[n];
        ids = new int[n];
        for (int i = 0; i < n; i++) {
            Entry e = entries.get(i);
            bases[i] = e.region.base();
            sizes[i] = e.region.size();
            handlers[i] = e.handler;
            ids[i] = e.id;
        }
    }

    /** Returns the index of the region that contains an address, or -1. */
    int find(long address) {
        int low = 0;
        int high = bases.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(bases[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high >= 0 && Long.compareUnsigned(address - bases[high], sizes[high]) < 0 ? high : -1;
    }

    long base(int index) {
        return bases[index];
    }

    long size(int index) {
        return sizes[index];
    }

    MmioHandler handler(int index) {
        return handlers[index];
    }

    int id(int index) {
        return ids[index];
    }

    List<Region> regions() {
        return entries.stream().map(Entry::region).toList();
    }

    /**
     * Returns the table with one more region.
     *
     * @param id under which accesses to it are counted
     * @throws IllegalArgumentException if it overlaps one that is there
     */
    RegionTable with(Region region, MmioHandler handler, int id) {
        List<Entry> next = new ArrayList<>(entries);
        int at = 0;
        for (Entry e : entries) {
            if (e.region.overlaps(region)) {
                throw new IllegalArgumentException(region + " overlaps " + e.region);
            }
            if (Long.compareUnsigned(e.region.base(), region.base()) < 0) {
                at++;
            }
        }
        next.add(at, new Entry(region, handler, id));
        return new RegionTable(next);
    }

    /** Returns the table with another handler for a region that is in it. */
    RegionTable replacing(Region region, MmioHandler handler) {
        return new RegionTable(entries.stream()
                .map(e -> e.region.equals(region) ? new Entry(region, handler, e.id) : e)
                .toList());
    }

    /** Returns the table without a region. */
    RegionTable without(Region region) {
        return new RegionTable(
                entries.stream().filter(e -> !e.region.equals(region)).toList());
    }
}
