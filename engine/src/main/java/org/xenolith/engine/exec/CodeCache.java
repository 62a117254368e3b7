// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.engine.ir.IrBuilder;

/**
 * The translated blocks of a cluster, found by physical and virtual address and mode.
 *
 * <p>Look-ups take no lock; additions and invalidations do. Pages that hold translated code are watched, and a write to
 * one drops the blocks that it touches.
 */
public final class CodeCache {
    private static final int BUCKETS = 1 << 15;
    private static final long FRAME = -GuestMemory.PAGE_SIZE;
    /** Most guest instructions of a block. */
    static final int MAX_LENGTH = 64;

    /** How often code is translated that is being written to at the same time. */
    private static final int ATTEMPTS = 8;

    private final Cluster cluster;
    private final AtomicReferenceArray<Block> buckets = new AtomicReferenceArray<>(BUCKETS);
    private final Map<Long, CodePage> pages = new HashMap<>();
    private long translated;
    private long invalidated;

    CodeCache(Cluster cluster) {
        this.cluster = cluster;
    }

    private static int bucket(long physical, long pc, int mode) {
        long h = (physical ^ (pc << 20) ^ ((long) mode << 50)) * 0x9E3779B97F4A7C15L;
        return (int) (h >>> 49);
    }

    @Nullable
    Block find(long physical, long pc, int mode) {
        Block b = buckets.get(bucket(physical, pc, mode));
        while (b != null) {
            if (b.pc == pc && b.physical == physical && b.mode == mode && b.valid) {
                return b;
            }
            b = b.next;
        }
        return null;
    }

    /**
     * Translates the code at an address.
     *
     * @param host host address of the code
     * @param limit most guest instructions; a block shorter than {@link #MAX_LENGTH} for this reason is not kept
     */
    Block translate(Cpu cpu, long pc, long physical, long host, int limit) {
        for (int attempt = 1; ; attempt++) {
            CodePage page = watched(physical & FRAME);
            int generation = page.generation;
            IrBuilder builder = new IrBuilder(cluster.frontEnd().registers(), Cluster.TEMPORARIES);
            CodeReader reader = new CodeReader(page);
            reader.position(pc, physical, host, page);
            builder.begin(pc);
            cluster.frontEnd().translate(reader, cpu.mode, Math.min(limit, MAX_LENGTH), builder);
            Block block = new Block(pc, physical, cpu.mode, (int) (reader.pc() - pc), builder.build());
            if (limit < MAX_LENGTH) {
                return block;
            }
            if (add(page, generation, block)) {
                return block;
            }
            if (attempt == ATTEMPTS) {
                block.valid = false; // good for one execution
                return block;
            }
        }
    }

    /** Returns what is known about a page, after making sure that no write to it goes unnoticed from now on. */
    private CodePage watched(long frame) {
        CodePage page;
        int generation;
        synchronized (this) {
            page = pages.computeIfAbsent(frame, CodePage::new);
            if (page.armed) {
                return page;
            }
            generation = page.generation;
            cluster.memory().watch(frame);
        }
        cluster.everywhere(c -> c.watch(frame));
        synchronized (this) {
            // a write meanwhile may have ended the watch again; the translation then finds no armed page and comes back
            page.armed = page.generation == generation;
        }
        return page;
    }

    private synchronized boolean add(CodePage page, int generation, Block block) {
        if (page.generation != generation || !page.armed) {
            return false;
        }
        page.blocks.add(block);
        int i = bucket(block.physical, block.pc, block.mode);
        block.next = buckets.get(i);
        buckets.set(i, block);
        translated++;
        return true;
    }

    /** Drops the blocks whose code lies in a range of physical addresses. */
    public synchronized void invalidate(long address, long size) {
        long last = (address + size - 1) & FRAME;
        if (Long.compareUnsigned(size, 64L << 20) > 0) {
            for (CodePage page : pages.values()) {
                if (Long.compareUnsigned(page.frame - (address & FRAME), last - (address & FRAME)) <= 0) {
                    invalidate(page, address, size);
                }
            }
            return;
        }
        for (long frame = address & FRAME; ; frame += GuestMemory.PAGE_SIZE) {
            CodePage page = pages.get(frame);
            if (page != null) {
                invalidate(page, address, size);
            }
            if (frame == last) {
                return;
            }
        }
    }

    private void invalidate(CodePage page, long address, long size) {
        page.generation = page.generation + 1;
        for (Iterator<Block> i = page.blocks.iterator(); i.hasNext(); ) {
            Block b = i.next();
            if (Long.compareUnsigned(b.physical - address, size) < 0
                    || Long.compareUnsigned(address - b.physical, b.bytes) < 0) {
                i.remove();
                drop(b);
            }
        }
        if (page.blocks.isEmpty()) {
            page.armed = false;
            cluster.memory().unwatch(page.frame);
        }
    }

    /** Drops a block of which an instruction was not known to reach a device, so that it is translated as one that does. */
    synchronized void restart(Block block, int instruction) {
        CodePage page = pages.get(block.physical & FRAME);
        if (page == null) {
            return;
        }
        page.markIo(block.physical + block.ir.offsets()[instruction]);
        if (page.blocks.remove(block)) {
            drop(block);
        }
    }

    /** Makes a region what is executed from its first block on, if its members are still there. */
    synchronized void install(Region region) {
        for (int m = 0; m < region.size(); m++) {
            if (!region.member(m).valid) {
                return;
            }
        }
        for (int m = 0; m < region.size(); m++) {
            region.member(m).regions.add(region);
        }
        Block head = region.member(0);
        head.compiled = region;
        head.threshold = 0; // chains of interpreted blocks end before it
    }

    private void drop(Block block) {
        block.valid = false;
        invalidated++;
        if (!block.regions.isEmpty()) {
            block.regions.forEach(Region::drop);
            cluster.interrupt(); // who is in one of them leaves it
        }
        int i = bucket(block.physical, block.pc, block.mode);
        Block b = buckets.get(i);
        if (b == block) {
            buckets.set(i, block.next);
            return;
        }
        while (b != null) {
            if (b.next == block) {
                b.next = block.next;
                return;
            }
            b = b.next;
        }
    }

    /** Returns how many blocks have been translated and kept. */
    public synchronized long translated() {
        return translated;
    }

    /** Returns how many blocks have been dropped again. */
    public synchronized long invalidated() {
        return invalidated;
    }
}
