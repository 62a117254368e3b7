// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.mmu;

import java.util.Arrays;

/**
 * The translations of one address space at one privilege level: a direct-mapped table of pages,
 * as large as the guest makes use of.
 *
 * <p>An entry is four longs: the page's virtual address if it may be read without further ado, the same for writing, the
 * difference between host and virtual addresses, and the guest-physical page with attribute bits. A page that needs the
 * slow path (a device, code that has been translated) has {@link #SLOW} set in its tags, so that the fast path's single
 * comparison misses. Only the owning vCPU's thread touches a table.
 */
public final class Tlb {
    /** Entries at first, and at least. */
    static final int LEAST = 256;
    /** Most entries: they show 32 MiB. */
    static final int MOST = 8192;
    /** How many times in a row it must have been mostly empty before it shrinks. */
    private static final int PATIENCE = 16;
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

    /** The entries; another array after {@link #flush} or {@link #admit}. */
    public long[] entries = new long[STRIDE * LEAST];

    /** Entries filled since it was flushed or resized, and those of them that took another page's place. */
    private int filled;

    private int replaced;
    /** How often it was flushed in a row with few entries filled. */
    private int idle;

    /** Creates an empty table. */
    public Tlb() {
        Arrays.fill(entries, INVALID);
    }

    /** Returns the index of the first long of the entry for an address. */
    public static int index(long[] entries, long address) {
        return index(entries, address, READ);
    }

    /**
     * Returns the index of one long of the entry for an address.
     *
     * <p>The mask is the last index, because HotSpot then knows that the index is in bounds; what is masked by
     * {@code length - STRIDE}, or an addition behind the mask, costs a comparison for each access.
     *
     * @param what which of them: {@link #READ} to {@link #FRAME}
     */
    public static int index(long[] entries, long address, int what) {
        return ((int) (address >>> 12) << 2 | what) & (entries.length - 1);
    }

    /** Forgets everything, and becomes smaller if that has been too large for long. */
    public void flush() {
        idle = filled < entries.length / STRIDE / 8 ? idle + 1 : 0;
        filled = 0;
        replaced = 0;
        if (idle >= PATIENCE && entries.length > STRIDE * LEAST) {
            idle = 0;
            Arrays.fill(entries, INVALID); // compiled code may hold it still
            entries = new long[entries.length / 2];
        }
        Arrays.fill(entries, INVALID);
    }

    /**
     * Makes room for a page that is about to be entered; the table grows if pages take each other's place too often.
     *
     * @return whether it has grown: code that has kept {@link #entries} finds nothing there any more
     */
    public boolean admit(long address) {
        filled++;
        int i = index(entries, address);
        long there = entries[i + READ] == INVALID ? entries[i + WRITE] : entries[i + READ];
        if (there == INVALID || (there & PAGE) == (address & PAGE)) {
            return false;
        }
        replaced++;
        int capacity = entries.length / STRIDE;
        if (replaced < capacity / 2 || capacity >= MOST) {
            return false;
        }
        grow();
        return true;
    }

    private void grow() {
        long[] old = entries;
        entries = new long[2 * old.length];
        Arrays.fill(entries, INVALID);
        for (int i = 0; i < old.length; i += STRIDE) {
            long there = old[i + READ] == INVALID ? old[i + WRITE] : old[i + READ];
            if (there != INVALID) {
                System.arraycopy(old, i, entries, index(entries, there), STRIDE);
            }
        }
        Arrays.fill(old, INVALID);
        replaced = 0;
        idle = 0;
    }

    /** Forgets one page. */
    public void flushPage(long address) {
        int i = index(entries, address);
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
