// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
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
    private final @Nullable HotCode hot;
    private final CodePolicy policy;
    private int kept;
    /** Regions that have been installed and not dropped. */
    private int regions;

    private final AtomicReferenceArray<Block> buckets = new AtomicReferenceArray<>(BUCKETS);
    private final Map<Long, CodePage> pages = new HashMap<>();

    CodeCache(Cluster cluster, CodePolicy policy) {
        this.cluster = cluster;
        this.policy = policy;
        this.hot = policy.hot();
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
        makeRoom();
        for (int attempt = 1; ; attempt++) {
            CodePage page = watched(physical & FRAME);
            int generation = page.generation;
            long begin = System.nanoTime();
            Block block = translate(cpu, new Place(pc, physical, host), page, Math.min(limit, MAX_LENGTH));
            cluster.counts().translationNanos.addAndGet(System.nanoTime() - begin);
            if (limit < MAX_LENGTH) {
                return block;
            }
            if (add(page, generation, block)) {
                if (hot != null && hot.remembers(block.key)) {
                    block.entries = Promotion.HEAD_START;
                }
                return block;
            }
            if (attempt == ATTEMPTS) {
                block.valid = false; // good for one execution
                return block;
            }
        }
    }

    /** Translates the code at an address for a tool; nothing is kept, watched or counted. */
    Block peek(Cpu cpu, long pc, long physical, long host) {
        CodePage page;
        synchronized (this) {
            CodePage known = pages.get(physical & FRAME);
            page = known == null ? new CodePage(physical & FRAME) : known;
        }
        return translate(cpu, new Place(pc, physical, host), page, MAX_LENGTH);
    }

    /** Where code is: its guest-virtual, guest-physical and host address. */
    private record Place(long pc, long physical, long host) {}

    private Block translate(Cpu cpu, Place place, CodePage page, int limit) {
        IrBuilder builder = new IrBuilder(cluster.frontEnd().registers(), Cluster.TEMPORARIES);
        CodeReader reader = new CodeReader(page);
        reader.position(place.pc, place.physical, place.host, page);
        builder.begin(place.pc);
        cluster.frontEnd().translate(reader, cpu.mode, limit, builder);
        Block block = new Block(place.pc, place.physical, cpu.mode, (int) (reader.pc() - place.pc), builder.build());
        if (policy.atOnce()) {
            block.threshold = 1;
        }
        if (hot != null) {
            block.key = HotCode.key(place.host, block.bytes, (int) (place.pc & ~FRAME), cpu.mode);
        }
        return block;
    }

    /**
     * Drops everything if the cache is full. What is in use is translated and compiled again, which costs less than to know
     * at each time what is in use.
     */
    void makeRoom() {
        synchronized (this) {
            if (kept < policy.blocks() && regions < policy.regions()) {
                return;
            }
            pages.values().forEach(page -> invalidate(page, page.frame, GuestMemory.PAGE_SIZE));
        }
        cluster.everywhere(Cpu::flushAll); // they remember blocks by their addresses
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
        kept++;
        int i = bucket(block.physical, block.pc, block.mode);
        block.next = buckets.get(i);
        buckets.set(i, block);
        cluster.counts().translated.incrementAndGet();
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
        if (page.blocks.isEmpty() && page.armed) {
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
        page.markIo(block.physical + block.offset(instruction));
        if (page.blocks.remove(block)) {
            drop(block);
        }
    }

    /**
     * Makes a region what is executed from its first block on, if its members are still there.
     *
     * @return whether they are
     */
    synchronized boolean install(Region region) {
        List<Block> blocks = region.blocks();
        if (!blocks.stream().allMatch(block -> block.valid)) {
            return false;
        }
        for (Block block : blocks) {
            block.join(region);
            if (hot != null) {
                hot.compiled(block.key);
            }
        }
        regions++;
        cluster.counts().installed(region);
        Block head = region.member(0);
        head.compiled = region;
        head.threshold = 0; // chains of interpreted blocks end before it
        return true;
    }

    /** Installs a region in place of one with the same first block. Who executes that one leaves it when it ends. */
    synchronized void replace(Region region, Region next) {
        if (region.isValid() && install(next)) {
            drop(region);
        }
    }

    private void drop(Region region) {
        region.drop();
        regions--;
        cluster.counts().dropped.incrementAndGet();
    }

    /** Has a region compiled again that was left too often because the translation table lacked a page. */
    synchronized void callOnMiss(Region region) {
        Block head = region.member(0);
        head.callOnMiss = true;
        if (head.compiled == region) {
            drop(region);
            head.heatAgain(Promotion.COMPILE_AT - Promotion.HEAD_START);
        }
    }

    private void drop(Block block) {
        block.valid = false;
        kept--;
        block.unlink();
        cluster.counts().invalidated.incrementAndGet();
        CodeDropped.tell(block);
        if (!block.regions().isEmpty()) {
            block.regions().forEach(this::drop);
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
}
