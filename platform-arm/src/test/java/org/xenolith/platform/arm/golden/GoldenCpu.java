// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

/**
 * A CPU that golden vectors can be replayed on: one thread, AArch64 at EL0's view, flat memory.
 *
 * <p>It maps one page of data at {@link Layout#DATA} (readable and writable) and one page of code at
 * {@link Layout#CODE}; every other address faults. Loads and stores may be unaligned unless the architecture says
 * otherwise; the stack pointer's alignment is not checked. The exclusive monitor is open at the start of each run.
 */
public interface GoldenCpu {

    /** Replaces the whole state, {@link GoldenState#pc} and the data page included. The argument is not kept. */
    void load(GoldenState state);

    /**
     * Places words at {@link Layout#ENTRY}, fills the rest of the code page with {@link Layout#BREAKPOINT} and runs from
     * {@link GoldenState#pc} until a breakpoint or a fault.
     *
     * @param words 1 to {@link Layout#MAX_WORDS} instruction words
     */
    Outcome run(int[] words);

    /**
     * The state after the last run. {@link GoldenState#pc} is the address of the breakpoint that was reached or of the
     * instruction that faulted.
     */
    GoldenState state();
}
