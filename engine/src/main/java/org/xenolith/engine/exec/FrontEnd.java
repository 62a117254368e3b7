// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import org.xenolith.engine.ir.IrBuilder;

/** What makes an engine execute one architecture. Stateless; shared by all vCPUs of a cluster. */
public interface FrontEnd {
    /** Number of guest registers in a register file; temporaries follow. */
    int registers();

    /** The register that holds the program counter between blocks. */
    int pcRegister();

    /** Returns the register that always reads as zero and is never written, or -1. */
    default int zeroRegister() {
        return -1;
    }

    /** The lowest guest register that helpers of registers alone read or write other than by operands and result. */
    default int helperRegisters() {
        return 0;
    }

    /** Returns a guest register's name in the text form of blocks: a letter, then letters, digits, _ and dots. */
    default String registerName(int register) {
        return "r" + register;
    }

    /** Returns the helpers that translated code calls. */
    Helpers helpers();

    /**
     * Translates guest code from an address on, up to a branch, the end of the page, or a limit.
     *
     * @param code where the instructions are; positioned at the first
     * @param mode the vCPU mode to translate for
     * @param limit most guest instructions, at least 1
     * @param out takes the block; {@link IrBuilder#begin} has been called, the front end closes it
     */
    void translate(CodeReader code, int mode, int limit, IrBuilder out);
}
