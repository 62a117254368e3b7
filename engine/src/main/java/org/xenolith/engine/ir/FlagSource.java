// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

/**
 * What flags come from, where they are not computed until somebody looks: a kind of operation, and its two operands or its
 * result.
 */
public final class FlagSource {
    private FlagSource() {}

    /** They have been computed. */
    public static final int VALUE = 0;
    /** {@link Op#ADDF}. */
    public static final int ADD = 1;
    /** {@link Op#ADDFW}. */
    public static final int ADD_W = 2;
    /** {@link Op#SUBF}. */
    public static final int SUB = 3;
    /** {@link Op#SUBFW}. */
    public static final int SUB_W = 4;
    /** {@link Op#ANDF}: the first operand is the result. */
    public static final int LOGIC = 5;
    /** {@link Op#ANDFW}: the first operand is the result. */
    public static final int LOGIC_W = 6;
    /** It is known only when the code is executed. */
    public static final int DYNAMIC = 7;

    /** Returns the kind of an operation, or {@link #VALUE} if its flags are computed at once. */
    public static int of(int opcode) {
        return switch (opcode) {
            case Op.ADDF, Op.ADDFI -> ADD;
            case Op.ADDFW, Op.ADDFWI -> ADD_W;
            case Op.SUBF, Op.SUBFI -> SUB;
            case Op.SUBFW, Op.SUBFWI -> SUB_W;
            case Op.ANDF -> LOGIC;
            case Op.ANDFW -> LOGIC_W;
            default -> VALUE;
        };
    }

    /**
     * Returns flags.
     *
     * @param kind any but {@link #DYNAMIC}
     * @param value the flags, if they have been computed
     */
    public static long flags(int kind, long value, long a, long b) {
        return switch (kind) {
            case ADD -> Flags.add(a, b);
            case ADD_W -> Flags.addW(a, b);
            case SUB -> Flags.sub(a, b);
            case SUB_W -> Flags.subW(a, b);
            case LOGIC -> Flags.logic(a);
            case LOGIC_W -> Flags.logic(a << 32);
            default -> value;
        };
    }
}
