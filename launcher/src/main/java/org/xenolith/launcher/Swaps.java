// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import org.xenolith.api.device.DeviceSlot.SwapReport;

/** Counts swaps and the time that guests stood still for them. */
final class Swaps {
    private int count;
    private long longest;
    private long total;

    void add(SwapReport report) {
        count++;
        total += report.stallNanos();
        longest = Math.max(longest, report.stallNanos());
    }

    int count() {
        return count;
    }

    long longestNanos() {
        return longest;
    }

    @Override
    public String toString() {
        return String.format(
                "%,d (PL011 - vUART - PL011), mean stall %.0f us", count, total / 1e3 / Math.max(1, count));
    }
}
