// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds a block, one guest instruction after the other. A front end has one per thread and uses it again.
 *
 * <p>Of each instruction the operations that may fault come before those that write guest registers, so that a fault
 * finds the state before the instruction. Temporaries live until the instruction's end.
 */
public final class IrBuilder {
    private final int firstTemporary;
    private final int temporaries;
    private int[] code = new int[64 * Op.STRIDE];
    private int size;
    private int[] offsets = new int[64];
    private int instructions;
    private int nextTemporary;
    private boolean closed;
    private long pc;
    private final List<Exit> exits = new ArrayList<>();

    /**
     * Creates a builder.
     *
     * @param registers number of guest registers; temporaries are numbered from there
     * @param temporaries how many there are
     */
    public IrBuilder(int registers, int temporaries) {
        this.firstTemporary = registers;
        this.temporaries = temporaries;
    }

    /** Starts a block at a guest-virtual address. */
    public void begin(long address) {
        pc = address;
        size = 0;
        instructions = 0;
        closed = false;
        exits.clear();
    }

    /** Starts the next guest instruction. */
    public void instruction(long address) {
        if (instructions == Op.MOST_INSTRUCTIONS) {
            throw new IllegalStateException("more than " + Op.MOST_INSTRUCTIONS + " instructions in one block");
        }
        if (instructions == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * instructions);
        }
        offsets[instructions++] = (int) (address - pc);
        nextTemporary = firstTemporary;
    }

    /** Returns the number of instructions started so far. */
    public int instructions() {
        return instructions;
    }

    /** Tells whether the block has its final exit. */
    public boolean closed() {
        return closed;
    }

    /** Returns a fresh temporary, good until the instruction's end. */
    public int temp() {
        if (nextTemporary == firstTemporary + temporaries) {
            throw new IllegalStateException("more than " + temporaries + " temporaries in one instruction");
        }
        return nextTemporary++;
    }

    /** Appends an operation as it stands. */
    public void emit(int opcode, int c, int d, int a, int b, int imm) {
        if (closed) {
            throw new IllegalStateException("operation after the end of the block");
        }
        if (size == code.length) {
            code = Arrays.copyOf(code, 2 * size);
        }
        int i = size;
        code[i] = opcode | ((instructions - 1) << 8) | (c << 16);
        code[i + 1] = d;
        code[i + 2] = a;
        code[i + 3] = b;
        code[i + 4] = imm;
        size += Op.STRIDE;
    }

    /** {@code d = op(a)}. */
    public void unary(int opcode, int d, int a) {
        emit(opcode, 0, d, a, 0, 0);
    }

    /** {@code d = op(a, b)}. */
    public void binary(int opcode, int d, int a, int b) {
        emit(opcode, 0, d, a, b, 0);
    }

    /** {@code d = op(a, imm)}. */
    public void immediate(int opcode, int d, int a, int imm) {
        emit(opcode, 0, d, a, 0, imm);
    }

    /** {@code d = value}. */
    public void constant(int d, long value) {
        emit(Op.MOVI, 0, d, (int) value, (int) (value >>> 32), 0);
    }

    /** Returns a temporary that holds a constant. */
    public int constant(long value) {
        int t = temp();
        constant(t, value);
        return t;
    }

    /** Loads: {@code d = op [a + offset]}. */
    public void load(int opcode, int d, int a, int offset, int attributes) {
        emit(opcode, attributes, d, a, 0, offset);
    }

    /** Stores: {@code op [a + offset] = b}. */
    public void store(int opcode, int b, int a, int offset, int attributes) {
        emit(opcode, attributes, 0, a, b, offset);
    }

    /** {@code d = helper(imm, a, b)}; every operand must be a register. */
    public void call(int helper, int d, int imm, int a, int b) {
        emit(Op.CALL, helper, d, a, b, imm);
    }

    /** Leaves to an address if flags are in a truth table. */
    public void exitIfFlags(int table, int flags, long target) {
        emit(Op.EXITF, flags, instructions, table, 0, exit(Exit.Kind.DIRECT, target, false, 0));
    }

    /** Leaves to an address if a condition holds; opcode is {@link Op#EXITC} or {@link Op#EXITCW}. */
    public void exitIf(int opcode, int cond, int a, int b, long target) {
        emit(opcode, cond, instructions, a, b, exit(Exit.Kind.DIRECT, target, false, 0));
    }

    /** Leaves to an address if a bit of a has a value. */
    public void exitIfBit(int a, int bit, boolean set, long target) {
        emit(Op.EXITB, set ? 1 : 0, instructions, a, bit, exit(Exit.Kind.DIRECT, target, false, 0));
    }

    /** Leaves to {@code next} if the host wants attention. */
    public void poll(long next) {
        emit(Op.POLL, 0, instructions, 0, 0, exit(Exit.Kind.DIRECT, next, false, 0));
    }

    /** Publishes the exact time of the current instruction. */
    public void sync() {
        emit(Op.SYNC, 0, 0, 0, 0, instructions - 1);
    }

    /** Ends the block: on to an address. */
    public void exit(long target) {
        emit(Op.EXIT, 0, instructions, 0, 0, exit(Exit.Kind.DIRECT, target, false, 0));
        closed = true;
    }

    /** Ends the block with a call of a known address. */
    public void exitCall(long target, long returnAddress) {
        emit(Op.EXIT, 0, instructions, 0, 0, exit(Exit.Kind.DIRECT, target, true, returnAddress));
        closed = true;
    }

    /** Ends the block: on to the address in a register. */
    public void exitIndirect(int a) {
        emit(Op.EXITR, 0, instructions, a, 0, exit(Exit.Kind.INDIRECT, 0, false, 0));
        closed = true;
    }

    /** Ends the block with a call of the address in a register. */
    public void exitCallIndirect(int a, long returnAddress) {
        emit(Op.EXITR, 0, instructions, a, 0, exit(Exit.Kind.INDIRECT, 0, true, returnAddress));
        closed = true;
    }

    /** Ends the block with a return to the address in a register. */
    public void exitReturn(int a) {
        emit(Op.EXITR, 0, instructions, a, 0, exit(Exit.Kind.RETURN, 0, false, 0));
        closed = true;
    }

    /** Ends the block: a helper has set the program counter register. */
    public void exitState() {
        emit(Op.EXITS, 0, instructions, 0, 0, exit(Exit.Kind.STATE, 0, false, 0));
        closed = true;
    }

    private int exit(Exit.Kind kind, long target, boolean call, long returnAddress) {
        exits.add(new Exit(kind, target, instructions, call, returnAddress));
        return exits.size() - 1;
    }

    /** Returns the finished block. */
    public IrBlock build() {
        if (!closed) {
            throw new IllegalStateException("block without an end");
        }
        return new IrBlock(Arrays.copyOf(code, size), Arrays.copyOf(offsets, instructions), exits.toArray(new Exit[0]));
    }
}
