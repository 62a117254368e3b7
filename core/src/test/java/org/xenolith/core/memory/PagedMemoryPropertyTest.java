// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.xenolith.api.memory.UnmappedAddressException;

/** Random operations, side by side with an array of pages. */
class PagedMemoryPropertyTest {
    /** The model: a page is an array, absent where there is no RAM. Spans a chunk boundary of the frame table. */
    private static final int PAGES = 12;

    private static final long BASE = (1L << 21) - 6 * 4096;

    @Property(tries = 300)
    void behavesLikeAnArrayOfPages(@ForAll long seed, @ForAll @IntRange(min = 10, max = 200) int operations) {
        Random random = new Random(seed);
        try (PagedMemory memory = new PagedMemory(AddressSpace.ofHost())) {
            TreeMap<Integer, byte[]> model = new TreeMap<>();
            for (int i = 0; i < operations; i++) {
                operate(memory, model, random);
            }
            assertEquals(model.size() * 4096L, memory.size());
            for (int page = 0; page < PAGES; page++) {
                assertEquals(model.containsKey(page), memory.contains(BASE + page * 4096L, 4096));
            }
        }
    }

    private static void operate(PagedMemory memory, TreeMap<Integer, byte[]> model, Random random) {
        int page = random.nextInt(PAGES);
        long address = BASE + page * 4096L;
        switch (random.nextInt(8)) {
            case 0 -> populate(memory, model, page, 1 + random.nextInt(3));
            case 1 -> {
                memory.unmap(address);
                model.remove(page);
            }
            case 2 -> {
                memory.mapShared(address, memory.allocateShared());
                model.put(page, new byte[4096]);
            }
            case 3 -> {
                memory.watch(address);
                assertEquals(true, memory.isWatched(address));
            }
            case 4, 5 -> {
                int width = List.of(1, 2, 4, 8).get(random.nextInt(4));
                write(memory, model, page * 4096 + random.nextInt(4096), width, random.nextLong());
            }
            default -> {
                int width = List.of(1, 2, 4, 8).get(random.nextInt(4));
                int offset = random.nextBoolean() ? 4096 - 1 - random.nextInt(8) : random.nextInt(4096);
                read(memory, model, page * 4096 + offset, width);
            }
        }
    }

    private static void populate(PagedMemory memory, TreeMap<Integer, byte[]> model, int page, int count) {
        boolean free = true;
        for (int i = page; i < page + count; i++) {
            free &= !model.containsKey(i);
        }
        try {
            memory.populate(BASE + page * 4096L, count * 4096L);
            assertEquals(true, free);
            for (int i = page; i < page + count; i++) {
                model.put(i, new byte[4096]);
            }
        } catch (IllegalArgumentException e) {
            assertEquals(false, free);
        }
        for (int i = Math.max(PAGES, page); i < page + count; i++) {
            if (free) {
                memory.unmap(BASE + i * 4096L);
                model.remove(i);
            }
        }
    }

    private static boolean mapped(TreeMap<Integer, byte[]> model, int offset, int width) {
        return model.containsKey(offset / 4096) && model.containsKey((offset + width - 1) / 4096);
    }

    private static void write(PagedMemory memory, TreeMap<Integer, byte[]> model, int offset, int width, long value) {
        try {
            memory.write(BASE + offset, width, value);
            assertEquals(true, mapped(model, offset, width));
            for (int i = 0; i < width; i++) {
                byte[] page = model.get((offset + i) / 4096);
                page[(offset + i) % 4096] = (byte) (value >>> 8 * i);
            }
        } catch (UnmappedAddressException e) {
            assertEquals(false, mapped(model, offset, width));
        }
    }

    private static void read(PagedMemory memory, TreeMap<Integer, byte[]> model, int offset, int width) {
        try {
            long value = memory.read(BASE + offset, width);
            assertEquals(true, mapped(model, offset, width));
            long expected = 0;
            for (int i = width - 1; i >= 0; i--) {
                expected = expected << 8 | model.get((offset + i) / 4096)[(offset + i) % 4096] & 0xFF;
            }
            assertEquals(expected, value);
        } catch (UnmappedAddressException e) {
            assertEquals(false, mapped(model, offset, width));
        }
    }
}
