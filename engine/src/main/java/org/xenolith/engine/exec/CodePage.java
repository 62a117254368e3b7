// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What the code cache knows about one guest-physical page. Guarded by the cache's lock, but for {@link #isIo}. */
final class CodePage {
    final long frame;
    final List<Block> blocks = new ArrayList<>();
    /** Incremented by every write to the page while it is watched. */
    volatile int generation;

    /** Whether every vCPU is known to make its writes to the page known; false again when the watch ends. */
    boolean armed;

    private volatile BitSet io = new BitSet();

    CodePage(long frame) {
        this.frame = frame;
    }

    boolean isIo(long physical) {
        return io.get((int) (physical & 4095));
    }

    void markIo(long physical) {
        BitSet next = (BitSet) io.clone();
        next.set((int) (physical & 4095));
        io = next;
    }
}
