// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TlbTest {
    private static final long BASE = 0xFFFF_8000_0000_0000L;

    private final Tlb tlb = new Tlb();

    private static long page(int number) {
        return BASE + (long) number * 4096;
    }

    private boolean enter(long page) {
        boolean grown = tlb.admit(page);
        long[] e = tlb.entries;
        int i = Tlb.index(e, page);
        e[i + Tlb.READ] = page;
        e[i + Tlb.WRITE] = Tlb.INVALID;
        e[i + Tlb.ADDEND] = -page;
        e[i + Tlb.FRAME] = page & 0xFFFF_FFFFL;
        return grown;
    }

    private boolean holds(long page) {
        return tlb.entries[Tlb.index(tlb.entries, page) + Tlb.READ] == page;
    }

    private void growTo(int pages) {
        for (int round = 0; round < 20; round++) {
            for (int n = 0; n < pages; n++) {
                if (!holds(page(n))) {
                    enter(page(n));
                }
            }
        }
    }

    @Test
    void growsUntilTheGuestsPagesHaveRoomAndKeepsThem() {
        growTo(4096);
        for (int n = 0; n < 4096; n++) {
            assertTrue(holds(page(n)), "page " + n);
        }
        assertEquals(Tlb.STRIDE * 4096, tlb.entries.length);
    }

    @Test
    void twoPagesThatTakeEachOthersPlaceAreSeparated() {
        long one = page(0);
        long other = page(1024);
        int fills = 0;
        while (!holds(one) || !holds(other)) {
            enter(one);
            enter(other);
            fills += 2;
            assertTrue(fills < 4096, "still in each other's place after " + fills + " fills");
        }
    }

    @Test
    void hasABound() {
        growTo(3 * Tlb.MOST);
        assertEquals(Tlb.STRIDE * Tlb.MOST, tlb.entries.length);
    }

    @Test
    void aTableThatWasReplacedHoldsNothing() {
        long[] old = tlb.entries;
        int n = 0;
        while (!enter(page(n++))) {
            assertTrue(n < 4096);
        }
        assertTrue(Arrays.stream(old).allMatch(v -> v == Tlb.INVALID));
        assertFalse(old == tlb.entries);
    }

    @Test
    void shrinksWhenLittleOfItIsUsedForLong() {
        growTo(4096);
        for (int n = 0; n < 1000; n++) {
            tlb.flush();
            enter(page(n));
        }
        assertEquals(Tlb.STRIDE * Tlb.LEAST, tlb.entries.length);
        tlb.flush();
        assertFalse(holds(page(999)));
    }
}
