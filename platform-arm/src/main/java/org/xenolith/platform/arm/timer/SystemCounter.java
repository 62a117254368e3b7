// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.timer;

import org.xenolith.api.time.VirtualClock;

/**
 * The counter of a machine: 62.5 MHz, so that a tick is exactly 16 virtual nanoseconds.
 *
 * <p>The virtual count starts near zero when the domain is created; the physical count is ahead of it by what the host
 * had counted before.
 *
 * @param clock the domain's time
 * @param before ticks that the physical counter had counted when the domain was created
 */
public record SystemCounter(VirtualClock clock, long before) {
    /** What CNTFRQ_EL0 reads, Hz. */
    public static final long FREQUENCY = 62_500_000;

    private static final int NANOS_SHIFT = 4;

    /** Returns CNTVCT_EL0. */
    public long virtual() {
        return clock.nanos() >>> NANOS_SHIFT;
    }

    /** Returns CNTPCT_EL0. */
    public long physical() {
        return virtual() + before;
    }

    /** Returns the time at which the virtual count reaches a value, or {@link VirtualClock#NEVER}. */
    static long nanosAt(long ticks) {
        return Long.compareUnsigned(ticks, VirtualClock.NEVER >>> NANOS_SHIFT) > 0
                ? VirtualClock.NEVER
                : ticks << NANOS_SHIFT;
    }
}
