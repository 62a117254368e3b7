// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import org.jspecify.annotations.Nullable;
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

    /** For each exit the block that follows, once found; set only for targets in the same page. */
    final @Nullable Block[] links;

    /** What is executed: replaced by its optimised form once. */
    IrBlock ir;

    /** How often it was entered through the dispatcher or a link, roughly. */
    int entries;

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
        this.links = new Block[ir.exits().length];
    }

    /** Returns the block in its intermediate form. */
    public IrBlock ir() {
        return ir;
    }

    /** Returns the number of the guest instruction that an operation belongs to. */
    static int instructionAt(IrBlock ir, int ip) {
        return ir.owners()[ip / Op.STRIDE];
    }
}
