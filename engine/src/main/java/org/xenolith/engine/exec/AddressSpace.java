// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.mmu.Tlb;

/** What a vCPU remembers about one address space at one privilege level: translations, and blocks by address. */
public final class AddressSpace {
    private static final int JUMPS = 4096;
    private static final int FETCHES = 256;

    /** The translations. */
    public final Tlb tlb = new Tlb();

    /** Recent fetch translations: virtual page and physical frame, by virtual page. */
    final long[] fetches = new long[2 * FETCHES];

    final @Nullable Block[] jumps = new Block[JUMPS];
    /** Identity, chosen by the front end. */
    long key;

    int keyMode;

    /** Use count stamp for replacement. */
    long used;

    AddressSpace() {
        Arrays.fill(fetches, -1);
    }

    static int fetchIndex(long pc) {
        return ((int) (pc >>> 12) & (FETCHES - 1)) << 1;
    }

    static int jumpIndex(long pc) {
        int word = (int) (pc >>> 2);
        return ((word ^ (word >>> 6)) & 63) | (((int) (pc >>> 12) & 63) << 6);
    }

    void flush() {
        tlb.flush();
        Arrays.fill(fetches, -1);
        Arrays.fill(jumps, null);
    }

    void flushPage(long address) {
        tlb.flushPage(address);
        fetches[fetchIndex(address)] = -1;
        int first = ((int) (address >>> 12) & 63) << 6;
        Arrays.fill(jumps, first, first + 64, null);
    }

    void forget(long frame, long size) {
        tlb.forget(frame, size);
        Arrays.fill(fetches, -1);
        Arrays.fill(jumps, null);
    }
}
