// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.ir.Exit;
import org.xenolith.engine.ir.IrBlock;

/** A translated piece of guest code, as it is found and executed. It lies within one page. */
public final class Block {
    /** So many blocks are remembered for an exit that leads to several. */
    static final int MOST_SEEN = 4;

    private static final @Nullable Block[] NONE = {};

    /** Guest-virtual address of the first instruction. */
    public final long pc;
    /** Guest-physical address of the first instruction. */
    public final long physical;
    /** The vCPU mode that it was translated for. */
    public final int mode;
    /** Bytes of guest code. */
    public final int bytes;
    /** Guest instructions. */
    public final int length;

    /** The ways out; the same for every form of it. */
    final Exit[] exits;

    /**
     * For each exit some blocks that were executed after it, of those that {@link #link} cannot hold: hints, of which
     * nothing but speed may depend. Threads that share the block may lose some.
     */
    final @Nullable Block[] @Nullable [] seen;

    /** What it does: replaced by its optimised form once. Other threads may see the old one for a while. */
    private IrBlock ir;

    /** The operations of that, or for a moment of the other form: one cache line less to look at. */
    volatile int[] code;

    /** For the first two exits the block that follows, once found; set only for targets in the same page. */
    private @Nullable Block first;

    private @Nullable Block second;

    /** For the other exits. */
    private final @Nullable Block[] others;

    /** Whether it has been optimised, */
    boolean optimised;

    /** and at which instruction of the vCPU that entered it. */
    long optimisedAt;

    /** What is executed instead, once it is compiled. */
    volatile @Nullable Region compiled;

    /** The regions that it is a member of; replaced under the code cache's lock. */
    private volatile List<Region> regions = List.of();

    /** How often it was entered, roughly: threads that share it may lose counts. */
    int entries;

    /** Whether the region that begins with it is to call for pages that the translation table lacks. */
    volatile boolean callOnMiss;

    /** What its code is remembered by, see {@link HotCode#key}; 0 if nobody remembers. */
    long key;

    /** The number of entries at which {@link Promotion} is asked; 0 once it is compiled. */
    int threshold = Promotion.OPTIMISE_AT;

    /** Cleared when its code is written or unmapped; never set again. */
    volatile boolean valid = true;

    /** Next in the bucket of the code cache. */
    volatile @Nullable Block next;

    Block(long pc, long physical, int mode, int bytes, IrBlock ir) {
        this.pc = pc;
        this.physical = physical;
        this.mode = mode;
        this.bytes = bytes;
        this.length = ir.length();
        this.ir = ir;
        this.exits = ir.exits();
        this.code = ir.code();
        this.others = exits.length > 2 ? new Block[exits.length - 2] : NONE;
        this.seen = new Block[exits.length][];
    }

    /** Returns the block in its intermediate form. */
    public IrBlock ir() {
        return ir;
    }

    /** Tells whether the optimiser has been at it. */
    public boolean isOptimised() {
        return optimised;
    }

    /** Tells whether its code is still what is in the guest's memory. Any thread. */
    public boolean isValid() {
        return valid;
    }

    /** Returns the regions that it is a member of. */
    List<Region> regions() {
        return regions;
    }

    /** Makes it a member of a region. The code cache's lock is held. */
    void join(Region region) {
        List<Region> more = new ArrayList<>(regions);
        more.add(region);
        regions = List.copyOf(more);
    }

    /** Ends that. The code cache's lock is held. */
    void leave(Region region) {
        List<Region> fewer = new ArrayList<>(regions);
        fewer.remove(region);
        regions = List.copyOf(fewer);
    }

    /** Has it compiled after so many more entries, whatever else is executed meanwhile. */
    void heatAgain(int more) {
        entries = Promotion.COMPILE_COLDER_AT - more;
        threshold = Promotion.COMPILE_COLDER_AT;
    }

    /** Replaces its form by one with the same exits. */
    void become(IrBlock form) {
        ir = form;
        code = form.code();
    }

    /** Returns the distance of one of its guest instructions from its address. */
    int offset(int instruction) {
        return ir.offsets()[instruction];
    }

    /** Returns the block that follows an exit, if that is known and in the same page. */
    @Nullable
    Block link(int exit) {
        return switch (exit) {
            case 0 -> first;
            case 1 -> second;
            default -> others[exit - 2];
        };
    }

    /** Remembers the block that follows an exit, in the same page. */
    void link(int exit, Block next) {
        switch (exit) {
            case 0 -> first = next;
            case 1 -> second = next;
            default -> others[exit - 2] = next;
        }
    }

    /** Forgets what follows, so that nothing hangs on a block that is not executed any more. */
    void unlink() {
        first = null;
        second = null;
        Arrays.fill(others, null);
        Arrays.fill(seen, null);
    }

    /** Remembers what was executed after an exit; the first ones, as long as they are what is there. */
    void saw(int exit, Block next) {
        @Nullable Block[] known = seen[exit];
        if (known == null) {
            known = new Block[MOST_SEEN];
            seen[exit] = known;
        }
        for (int i = 0; i < known.length; i++) {
            Block there = known[i];
            if (there == next) {
                return;
            }
            if (there == null || !there.valid) {
                known[i] = next;
                return;
            }
        }
    }

    /** Returns what was executed after an exit, as far as it is remembered and still there. */
    List<Block> seen(int exit) {
        @Nullable Block[] known = seen[exit];
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; known != null && i < known.length; i++) {
            Block there = known[i];
            if (there != null && there.valid) {
                blocks.add(there);
            }
        }
        return blocks;
    }
}
