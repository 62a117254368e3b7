// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.trace;

import java.util.concurrent.atomic.AtomicLongArray;

/** Latencies in buckets of powers of two, in nanoseconds. Any thread; recording allocates nothing. */
public final class Histogram {
    private static final int BUCKETS = 64;

    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

    /** Records a latency. */
    public void record(long nanos) {
        buckets.getAndIncrement(Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(nanos, 1)));
    }

    /** Returns how many have been recorded. */
    public long count() {
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += buckets.get(i);
        }
        return sum;
    }

    /**
     * Returns the upper end of the bucket that a share of the latencies lies in or below.
     *
     * @param share 0 to 1
     */
    public long quantile(double share) {
        long wanted = (long) Math.ceil(count() * share);
        long sum = 0;
        for (int i = 0; i < BUCKETS - 1; i++) {
            sum += buckets.get(i);
            if (sum >= wanted && sum > 0) {
                return (2L << i) - 1;
            }
        }
        return sum == 0 ? 0 : Long.MAX_VALUE;
    }
}
