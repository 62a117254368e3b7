// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

/**
 * One way out of a block.
 *
 * @param kind how the next address is found
 * @param target the next address, for {@link Kind#DIRECT}
 * @param instructions guest instructions of the block that have been executed when it is left here
 * @param call whether it is a call
 * @param returnAddress where the guest returns to, for a call
 */
public record Exit(Kind kind, long target, int instructions, boolean call, long returnAddress) {
    /** How the next address is found. */
    public enum Kind {
        /** It is {@link #target}. */
        DIRECT,
        /** An operand has it. */
        INDIRECT,
        /** Like {@link #INDIRECT}; the guest returns from a call. */
        RETURN,
        /** The program counter register has it: an exception was entered, or modes may have changed. */
        STATE
    }
}
