// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.xenolith.api.time.VirtualClock;

/** What a device has to say about its guest, at most {@link #PER_SECOND} lines in a second of the guest's time. */
final class Complaints {
    static final int PER_SECOND = 10;
    private static final long SECOND = 1_000_000_000;

    private final VirtualClock clock;
    private final Consumer<String> sink;

    /** The second in the upper bits, the lines in it in the lower 8. */
    private final AtomicLong spent = new AtomicLong();

    Complaints(VirtualClock clock, Consumer<String> sink) {
        this.clock = clock;
        this.sink = sink;
    }

    /** Says that an access was refused. */
    void refused(Register register, long offset, int width, String direction) {
        if (allowed()) {
            sink.accept(direction + " of " + width + " bytes at 0x" + Long.toHexString(offset) + " (" + register
                    + ") refused");
        }
    }

    /** Says that a byte from the guest had no room. */
    void dropped() {
        if (allowed()) {
            sink.accept("the console's queue is full, output is lost");
        }
    }

    private boolean allowed() {
        long second = clock.nanos() / SECOND;
        long before;
        long after;
        do {
            before = spent.get();
            after = before >>> 8 == second ? before + 1 : second << 8 | 1;
            if ((after & 0xFF) > PER_SECOND) {
                return false;
            }
        } while (!spent.compareAndSet(before, after));
        return true;
    }
}
