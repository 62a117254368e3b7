// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.mmu;

import java.util.Arrays;

/**
 * The translations of one address space at one privilege level: a direct-mapped table of pages.
 *
 * <p>An entry is four longs: the page's virtual address if it may be read without further ado, the same for writing, the
 * difference between host and virtual addresses, and the guest-physical page with attribute bits. A page that needs the
 * slow path (a device, code that has been translated) has {@link #SLOW} set in its tags, so that the fast path's single
 * comparison misses. Only the owning vCPU's thread touches a table.
 */
public final class Tlb {
    /** log2 of the number of entries. */
    static final int BITS = 10;
    /** Mask of an entry's number. */
    public static final int MASK = (1 << BITS) - 1;
    /** Mask of a page's address. */
    public static final long PAGE = -4096L;
    /** Longs per entry, and what they are. */
    public static final int STRIDE = 4;

    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int ADDEND = 2;
    public static final int FRAME = 3;

    /** Tag bit: permitted, but by the slow path. */
    public static final long SLOW = 1;

    public static final long INVALID = -1L;

    /** Frame bit: no RAM there. */
    public static final long DEVICE = 1;
    /** Frame bit: accesses must be naturally aligned (device memory type). */
    public static final long STRICT = 2;
    /** Frame bit: writes are watched. */
    public static final long WATCHED = 4;

    /** The entries. */
    public final long[] entries = new long[STRIDE << BITS];

    /** Creates an empty table. */
    public Tlb() {
        flush();
    }

    /** Returns the index of the first long of the entry for an address. */
    public static int index(long address) {
        return ((int) (address >>> 12) & MASK) << 2;
    }

    /** Forgets everything. */
    public void flush() {
        Arrays.fill(entries, INVALID);
    }

    /** Forgets one page. */
    public void flushPage(long address) {
        int i = index(address);
        entries[i + READ] = INVALID;
        entries[i + WRITE] = INVALID;
        entries[i + FRAME] = INVALID;
    }

    /** Makes writes to a physical frame take the slow path. */
    public void watch(long frame) {
        for (int i = 0; i < entries.length; i += STRIDE) {
            if (entries[i + FRAME] != INVALID && (entries[i + FRAME] & PAGE) == frame) {
                entries[i + FRAME] |= WATCHED;
                if (entries[i + WRITE] != INVALID) {
                    entries[i + WRITE] |= SLOW;
                }
            }
        }
    }

    /** Forgets all pages that show a range of physical frames. */
    public void forget(long frame, long size) {
        for (int i = 0; i < entries.length; i += STRIDE) {
            if (entries[i + FRAME] != INVALID && Long.compareUnsigned((entries[i + FRAME] & PAGE) - frame, size) < 0) {
                entries[i + READ] = INVALID;
                entries[i + WRITE] = INVALID;
                entries[i + FRAME] = INVALID;
            }
        }
    }
}
