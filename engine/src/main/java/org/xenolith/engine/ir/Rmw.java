// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

/** What an atomic read-modify-write computes from the old value and its operand. */
public final class Rmw {
    private Rmw() {}

    public static final int SWAP = 0;
    public static final int ADD = 1;
    /** Clears the operand's bits. */
    public static final int CLEAR = 2;

    public static final int XOR = 3;
    public static final int OR = 4;
    public static final int SMAX = 5;
    public static final int SMIN = 6;
    public static final int UMAX = 7;
    public static final int UMIN = 8;
    public static final int AND = 9;

    /**
     * Computes the new value.
     *
     * @param kind one of the constants
     * @param size bytes: 1, 2, 4 or 8
     * @param old the value found, zero extended
     * @param operand its low bytes count
     */
    public static long apply(int kind, int size, long old, long operand) {
        int shift = 64 - 8 * size;
        return switch (kind) {
            case SWAP -> operand;
            case ADD -> old + operand;
            case CLEAR -> old & ~operand;
            case XOR -> old ^ operand;
            case OR -> old | operand;
            case AND -> old & operand;
            case SMAX -> (old << shift) >= (operand << shift) ? old : operand;
            case SMIN -> (old << shift) <= (operand << shift) ? old : operand;
            case UMAX -> Long.compareUnsigned(old << shift, operand << shift) >= 0 ? old : operand;
            case UMIN -> Long.compareUnsigned(old << shift, operand << shift) <= 0 ? old : operand;
            default -> throw new IllegalArgumentException("kind " + kind + ", allowed: 0 to 9");
        };
    }
}
