// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.Region;
import org.xenolith.engine.ir.FlagSource;
import org.xenolith.engine.ir.IrText;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.ir.OpInfo;

/**
 * Where the registers are while a region's code executes: those of the guest that its loops use most in a local each, the
 * others in the array, temporaries in locals too. The locals of guest registers hold their values at every point of the
 * region, so that all paths meet alike and the handler of a fault finds everything; {@link Flow} knows which of them the
 * array does not have.
 *
 * <p>Not all guest registers are in locals, because the host has few registers: where more values live than it has, HotSpot
 * keeps all of them on the stack, those of the innermost loop too.
 */
final class Registers {
    private static final int ARRAY = 2;

    /** Most guest registers in locals, lazy flags aside. */
    private static final int LOCALS = 12;

    /** A use in a loop counts as so many outside, to the power of how deep the loop is nested. */
    private static final int LOOP = 8;

    private static final int DEEPEST = 4;

    private final CodeBuilder code;
    private final int guest;
    private final int zero;
    /** The program counter: never in a local, since ways out and helpers set it in the array. */
    private final int pc;

    private final LazyFlags flags;
    /** The first slot of each register's local, temporaries included. */
    private final int[] slots;
    /** Guest registers that have a local. */
    private final BitSet used;
    /** Guest registers that the region writes somewhere. */
    private final BitSet written = new BitSet();
    /** Those whose local has a newer value than the array, here. */
    private BitSet dirty = new BitSet();
    /** Where a value is while its place in the array is named. */
    private int passing = -1;

    Registers(CodeBuilder code, FrontEnd frontEnd, Region region, LazyFlags flags) {
        this.code = code;
        this.flags = flags;
        this.guest = frontEnd.registers();
        this.zero = frontEnd.zeroRegister();
        this.pc = frontEnd.pcRegister();
        long[] weights = new long[guest + IrText.TEMPORARIES];
        int[] depths = depths(region);
        for (int m = 0; m < region.size(); m++) {
            int[] c = region.form(m).code();
            for (int ip = 0; ip < c.length; ip += Op.STRIDE) {
                note(c, ip, weights, (long) Math.pow(LOOP, Math.min(depths[m], DEEPEST)));
            }
        }
        BitSet all = chosen(weights);
        used = all.get(0, guest);
        written.and(used);
        slots = new int[all.length()];
        // those of the guest first and without gaps: frames name them
        all.stream().forEach(r -> slots[r] = code.allocateLocal(TypeKind.LONG));
    }

    /** How many loops each member is in: as many as edges lead back over it. */
    private static int[] depths(Region region) {
        int[] depths = new int[region.size()];
        for (int m = 0; m < depths.length; m++) {
            for (int e = 0; e < region.exits(m); e++) {
                for (int target : region.targets(region.way(m, e))) {
                    for (int inside = target; inside <= m; inside++) {
                        depths[inside]++;
                    }
                }
            }
        }
        return depths;
    }

    private void note(int[] c, int ip, long[] weights, long weight) {
        OpInfo info = Op.info(c[ip] & 0xFF);
        if (info.writesD()) {
            weights[c[ip + 1]] += weight;
            if (c[ip + 1] < guest) {
                written.set(c[ip + 1]);
            }
        }
        if (info.readsA()) {
            weights[c[ip + 2]] += weight;
        }
        if (info.readsB()) {
            weights[c[ip + 3]] += weight;
        }
        if (info.readsC()) {
            weights[c[ip] >>> 16] += weight;
        }
        if (info.readsImm()) {
            weights[c[ip + 4]] += weight;
        }
    }

    /** Chooses what gets a local: temporaries, lazy flags, and the guest registers that are used most. */
    private BitSet chosen(long[] weights) {
        BitSet chosen = new BitSet();
        IntStream.range(guest, weights.length).filter(r -> weights[r] > 0).forEach(chosen::set);
        IntStream.range(0, guest)
                .filter(r -> weights[r] > 0 && r != zero && r != pc && r != flags.register)
                .boxed()
                .sorted(Comparator.comparingLong((Integer r) -> -weights[r]).thenComparing(r -> r))
                .limit(LOCALS)
                .forEach(chosen::set);
        if (flags.register >= 0) {
            chosen.set(flags.register);
        }
        return chosen;
    }

    private boolean isLocal(int register) {
        return register >= guest || used.get(register);
    }

    /** Returns the locals, by register. */
    Map<Integer, Integer> slots() {
        Map<Integer, Integer> known = new TreeMap<>();
        for (int r = 0; r < slots.length; r++) {
            if (slots[r] != 0) {
                known.put(r, slots[r]);
            }
        }
        return known;
    }

    /** Returns how many guest registers have locals. */
    int count() {
        return used.cardinality();
    }

    /** Loads the locals of all guest registers from a number on. */
    void loadFrom(int first) {
        for (int r = used.nextSetBit(first); r >= 0; r = used.nextSetBit(r + 1)) {
            code.aload(ARRAY).loadConstant(r).laload().lstore(slots[r]);
            if (r == flags.register) {
                flags.become(FlagSource.VALUE);
            }
        }
    }

    /** Pushes a register's value. */
    void push(int register) {
        if (register == zero) {
            code.lconst_0();
        } else if (flags.hides(register)) {
            flags.push(slots[register]);
        } else if (isLocal(register)) {
            code.lload(slots[register]);
        } else {
            code.aload(ARRAY).loadConstant(register).laload();
        }
    }

    /** Pops a register's new value. */
    void pop(int register) {
        if (register == zero) {
            code.pop2();
            return;
        }
        if (!isLocal(register)) {
            passing = passing < 0 ? code.allocateLocal(TypeKind.LONG) : passing;
            code.lstore(passing)
                    .aload(ARRAY)
                    .loadConstant(register)
                    .lload(passing)
                    .lastore();
            return;
        }
        code.lstore(slots[register]);
        if (register == flags.register) {
            flags.become(FlagSource.VALUE);
        }
        if (register < guest) {
            dirty.set(register);
        }
    }

    /** Tells whether the result of an operation is left for later. */
    boolean isLazy(int opcode, int register) {
        return register == flags.register && FlagSource.of(opcode) != FlagSource.VALUE;
    }

    /** Pops the operands of an operation whose result is left for later. */
    void defer(int opcode) {
        flags.defer(opcode);
        dirty.set(flags.register);
    }

    /** Begins a member at which the array lacks these. */
    void begin(BitSet dirtyThere) {
        dirty = (BitSet) dirtyThere.clone();
        dirty.and(used);
    }

    /** Returns what the array lacks here. */
    BitSet dirty() {
        return (BitSet) dirty.clone();
    }

    /** Brings all registers but lazy flags up to date in the array. */
    void writeBackPlain() {
        BitSet which = plain(dirty);
        writeBack(which);
        dirty.andNot(which);
    }

    /** Returns a copy of a set of registers without lazy flags. */
    BitSet plain(BitSet which) {
        BitSet plain = (BitSet) which.clone();
        if (flags.register >= 0) {
            plain.clear(flags.register);
        }
        return plain;
    }

    /** Brings registers from a number on up to date in the array. */
    void writeBackFrom(int first) {
        BitSet which = dirty();
        which.clear(0, first);
        writeBack(which);
        dirty.andNot(which);
    }

    /**
     * Writes registers to the array where a fault is handled.
     *
     * @param all every register that the region writes somewhere, not only lazy flags
     * @param place the local that holds the place of the faulting instruction
     */
    void writeBackAt(int place, boolean all) {
        BitSet plain = all ? (BitSet) written.clone() : new BitSet();
        if (flags.register >= 0) {
            plain.clear(flags.register);
            code.aload(ARRAY).loadConstant(flags.register);
            flags.pushAt(place, slots[flags.register]);
            code.lastore();
        }
        writeBack(plain);
    }

    /** Writes registers to the array. */
    void writeBack(BitSet which) {
        for (int r = which.nextSetBit(0); r >= 0; r = which.nextSetBit(r + 1)) {
            code.aload(ARRAY).loadConstant(r);
            push(r);
            code.lastore();
        }
    }
}
