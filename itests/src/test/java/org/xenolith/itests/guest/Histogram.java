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

    /** A table for people, with a title. */
    String table(String title) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        StringBuilder table = new StringBuilder(title).append(": ").append(count);
        for (int percentile : PERCENTILES) {
            int index = Math.max(0, Math.ceilDiv(count * percentile, 100) - 1);
            table.append(String.format(", p%d %.0f us", percentile, count == 0 ? 0 : sorted[index] / 1e3));
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
