// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.xenolith.api.memory.SharedFrame;

/**
 * A domain's grant table, version 1: frames of 512 entries {u16 flags, u16 domain, u32 frame}. It grows on demand and
 * never shrinks.
 */
final class GrantTable {
    /** The most frames of a table. */
    static final int MAX_FRAMES = 64;

    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int ENTRY_BYTES = 8;
    private static final int PERMIT_ACCESS = 1;
    private static final int CONSOLE_ENTRY = 0;
    private static final int STORE_ENTRY = 1;

    private final XenHost host;
    private final boolean seeded;
    private final List<SharedFrame> frames = new ArrayList<>();

    GrantTable(XenHost host, XenProfile profile) {
        this.host = host;
        seeded = profile.varied().toolstack();
    }

    /** Returns how many frames there are; the first exists from the beginning. */
    synchronized int size() {
        return Math.max(1, frames.size());
    }

    /**
     * Returns a frame, growing the table up to it.
     *
     * @param index below {@link #MAX_FRAMES}
     */
    synchronized SharedFrame frame(int index) {
        while (frames.size() <= index) {
            SharedFrame frame = host.memory().allocateShared();
            if (frames.isEmpty() && seeded) {
                permit(frame, CONSOLE_ENTRY, MagicPages.CONSOLE);
                permit(frame, STORE_ENTRY, MagicPages.STORE);
            }
            frames.add(frame);
        }
        return frames.get(index);
    }

    /** Lets the toolstack's domain map a page, as it does for itself when it builds a domain. */
    private static void permit(SharedFrame table, int entry, long address) {
        long at = (long) entry * ENTRY_BYTES;
        table.segment().set(U32, at + 4, (int) (address >>> 12));
        table.segment().set(U16, at + 2, (short) 0);
        table.segment().set(U16, at, (short) PERMIT_ACCESS);
    }
}
