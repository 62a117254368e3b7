// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import org.xenolith.api.memory.SharedFrame;

/** The time of day in the shared information page: what it was when virtual time was zero. */
public final class WallClock {
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long VERSION = 0x430;
    private static final long SECONDS = 0x434;
    private static final long NANOSECONDS = 0x438;
    private static final long SECONDS_HIGH = 0x43C;

    private WallClock() {}

    /** Writes the time; a guest that reads meanwhile sees an odd version and reads again. */
    public static void set(SharedFrame sharedInfo, Instant start) {
        MemorySegment page = sharedInfo.segment();
        int version = page.get(U32, VERSION);
        page.set(U32, VERSION, version | 1);
        VarHandle.storeStoreFence();
        page.set(U32, SECONDS, (int) start.getEpochSecond());
        page.set(U32, SECONDS_HIGH, (int) (start.getEpochSecond() >>> 32));
        page.set(U32, NANOSECONDS, start.getNano());
        VarHandle.storeStoreFence();
        page.set(U32, VERSION, (version | 1) + 1);
    }
}
