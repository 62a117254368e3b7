// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

import java.util.Arrays;

/**
 * A straight piece of guest code in the intermediate representation: operations in order, with exits on the way and one
 * at the end.
 *
 * @param code operations, {@link Op#STRIDE} ints each
 * @param offsets for each guest instruction its distance from the block's address, bytes
 * @param exits the ways out
 */
public record IrBlock(int[] code, int[] offsets, Exit[] exits) {
    /** Returns the number of guest instructions. */
    public int length() {
        return offsets.length;
    }

    /** Returns the number of operations. */
    public int size() {
        return code.length / Op.STRIDE;
    }

    /** Returns the number of the guest instruction that an operation belongs to. */
    public int instruction(int operation) {
        return Op.instruction(code[operation * Op.STRIDE]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IrBlock b
                && Arrays.equals(code, b.code)
                && Arrays.equals(offsets, b.offsets)
                && Arrays.equals(exits, b.exits);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(code) + Arrays.hashCode(offsets)) + Arrays.hashCode(exits);
    }

    @Override
    public String toString() {
        return new IrText().print(this);
    }
}
