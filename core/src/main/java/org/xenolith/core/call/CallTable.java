// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.call.CallHandler;

/**
 * Handlers by ranges of function ids; immutable. Ranges may overlap: of the handlers of an id the one with the highest
 * ranking is asked first, and the next one if it does not know the call.
 */
final class CallTable {
    static final CallTable EMPTY = new CallTable(List.of());

    /**
     * A handler and what it answers.
     *
     * @param first first function id, inclusive
     * @param last last function id, inclusive
     * @param order service ranking
     * @param id service id, unique
     */
    record Entry(long first, long last, int order, long id, CallHandler handler) {
        private static final Comparator<Entry> BEST_FIRST =
                Comparator.comparingInt(Entry::order).reversed().thenComparingLong(Entry::id);
    }

    private final List<Entry> entries;
    /** Where segments begin, ascending; segment i ends before begins[i + 1]. */
    private final long[] begins;

    private final CallHandler[][] handlers;

    CallTable(List<Entry> unsorted) {
        List<Entry> sorted = new ArrayList<>(unsorted);
        sorted.sort(Entry.BEST_FIRST);
        entries = List.copyOf(sorted);
        TreeSet<Long> bounds = new TreeSet<>();
        for (Entry e : entries) {
            bounds.add(e.first);
            bounds.add(e.last + 1);
        }
        begins = bounds.stream().mapToLong(Long::longValue).toArray();
        handlers = new CallHandler[begins.length][];
        for (int i = 0; i < begins.length; i++) {
            long begin = begins[i];
            handlers[i] = entries.stream()
                    .filter(e -> e.first <= begin && begin <= e.last)
                    .map(Entry::handler)
                    .toArray(CallHandler[]::new);
        }
    }

    CallTable with(Entry added) {
        List<Entry> next = new ArrayList<>(entries);
        next.add(added);
        return new CallTable(next);
    }

    CallTable without(CallHandler gone) {
        return new CallTable(entries.stream().filter(e -> e.handler != gone).toList());
    }

    /** Asks the handlers of the call's function id; false if nobody knows it. */
    boolean call(CallContext context) {
        long function = context.function();
        int low = 0;
        int high = begins.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (begins[middle] <= function) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        if (high >= 0) {
            for (CallHandler handler : handlers[high]) {
                if (handler.call(context)) {
                    return true;
                }
            }
        }
        return false;
    }
}
