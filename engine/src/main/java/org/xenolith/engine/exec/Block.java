// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.ir.Exit;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.Op;

/** A translated piece of guest code, as it is found and executed. It lies within one page. */
public final class Block {
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

    /** For each exit the block that follows, once found; set only for targets in the same page. */
    final @Nullable Block[] links;

    /** So many blocks are remembered for an exit that leads to several. */
    static final int MOST_SEEN = 4;

    /**
     * For each exit some blocks that were executed after it, of those that {@link #links} cannot hold: hints, of which
     * nothing but speed may depend. Threads that share the block may lose some.
     */
    final @Nullable Block[] @Nullable [] seen;

    /**
     * What is interpreted: replaced by its optimised form once. Other threads may see the old one for a while; either is
     * complete, since all of a block's form is reached through final fields.
     */
    IrBlock ir;

    /** Whether that has happened. */
    boolean optimised;

    /** What is executed instead, once it is compiled. */
    volatile @Nullable Region compiled;

    /** The regions that it is a member of; changed under the code cache's lock. */
    final List<Region> regions = new CopyOnWriteArrayList<>();

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
        this.links = new Block[exits.length];
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

    /** Returns the number of the guest instruction that an operation belongs to. */
    static int instructionAt(IrBlock ir, int ip) {
        return ir.owners()[ip / Op.STRIDE];
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
