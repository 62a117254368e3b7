// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import java.util.Arrays;

/** Times, as a table of how many were below each power of two. For one thread. */
final class Histogram {
    private static final int[] PERCENTILES = {50, 90, 99, 100};

    private long[] nanos = new long[16];
    private int count;

    void add(long value) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = value;
    }

    private long[] sorted() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /** The time that so many percent of all do not exceed, 0 if there are none. */
    long percentile(int percent) {
        return percentile(sorted(), percent);
    }

    private static long percentile(long[] sorted, int percent) {
        int index = (int) Math.ceilDiv((long) sorted.length * percent, 100L) - 1;
        return sorted.length == 0 ? 0 : sorted[Math.max(0, index)];
    }

    /** A table for people, with a title. */
    String table(String title) {
        long[] sorted = sorted();
        StringBuilder table = new StringBuilder(title).append(": ").append(count);
        for (int percentile : PERCENTILES) {
            table.append(String.format(", p%d %.0f us", percentile, percentile(sorted, percentile) / 1e3));
        }
        int from = 0;
        for (long micros = 16; from < count; micros *= 2) {
            int to = from;
            while (to < count && sorted[to] < micros * 1_000) {
                to++;
            }
            table.append(String.format("%n  below %,8d us %,7d", micros, to - from));
            from = to;
        }
        return table.toString();
    }
}
