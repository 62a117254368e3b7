// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.Region;
import org.xenolith.engine.ir.FlagSource;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.ir.OpInfo;

/**
 * Where the registers are while a region's code executes: each in a local of its own. The locals of all guest registers
 * that the region uses hold their values at every point of it, so that all paths meet alike and the handler of a fault
 * finds everything; {@link Flow} knows which of them the array does not have.
 */
final class Registers {
    private static final int ARRAY = 2;

    private final CodeBuilder code;
    private final int guest;
    private final int zero;
    private final LazyFlags flags;
    /** The first slot of each register's local, temporaries included. */
    private final int[] slots;
    /** Guest registers that have a local. */
    private final BitSet used;
    /** Guest registers that the region writes somewhere. */
    private final BitSet written = new BitSet();
    /** Those whose local has a newer value than the array, here. */
    private BitSet dirty = new BitSet();

    Registers(CodeBuilder code, FrontEnd frontEnd, Region region, LazyFlags flags) {
        this.code = code;
        this.flags = flags;
        this.guest = frontEnd.registers();
        this.zero = frontEnd.zeroRegister();
        BitSet all = new BitSet();
        for (int m = 0; m < region.size(); m++) {
            int[] c = region.form(m).code();
            for (int ip = 0; ip < c.length; ip += Op.STRIDE) {
                note(c, ip, all);
            }
        }
        if (zero >= 0) {
            all.clear(zero);
        }
        used = all.get(0, guest);
        slots = new int[all.length()];
        // those of the guest first and without gaps: frames name them
        all.stream().forEach(r -> slots[r] = code.allocateLocal(TypeKind.LONG));
    }

    private void note(int[] c, int ip, BitSet all) {
        OpInfo info = Op.info(c[ip] & 0xFF);
        if (info.writesD()) {
            all.set(c[ip + 1]);
            if (c[ip + 1] < guest) {
                written.set(c[ip + 1]);
            }
        }
        if (info.readsA()) {
            all.set(c[ip + 2]);
        }
        if (info.readsB()) {
            all.set(c[ip + 3]);
        }
        if (info.readsC()) {
            all.set(c[ip] >>> 16);
        }
        if (info.readsImm()) {
            all.set(c[ip + 4]);
        }
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
        } else {
            code.lload(slots[register]);
        }
    }

    /** Pops a register's new value. */
    void pop(int register) {
        if (register == zero) {
            code.pop2();
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
    }

    /** Returns what the array lacks here. */
    BitSet dirty() {
        return (BitSet) dirty.clone();
    }

    /** Brings all registers but lazy flags up to date in the array. */
    void writeBackPlain() {
        BitSet which = dirty();
        if (flags.register >= 0) {
            which.clear(flags.register);
        }
        writeBack(which);
        dirty.andNot(which);
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
