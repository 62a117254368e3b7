// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.BitSet;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.Region;
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
    /** The first slot of each register's local, temporaries included. */
    private final int[] slots;
    /** Guest registers that have a local. */
    private final BitSet used;
    /** Guest registers that the region writes somewhere. */
    private final BitSet written = new BitSet();
    /** Those whose local has a newer value than the array, here. */
    private BitSet dirty = new BitSet();

    Registers(CodeBuilder code, FrontEnd frontEnd, Region region) {
        this.code = code;
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

    /** Returns how many guest registers have locals. */
    int count() {
        return used.cardinality();
    }

    /** Loads the locals of all guest registers from a number on. */
    void loadFrom(int first) {
        for (int r = used.nextSetBit(first); r >= 0; r = used.nextSetBit(r + 1)) {
            code.aload(ARRAY).loadConstant(r).laload().lstore(slots[r]);
        }
    }

    /** Pushes a register's value. */
    void push(int register) {
        if (register == zero) {
            code.lconst_0();
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
        if (register < guest) {
            dirty.set(register);
        }
    }

    /** Begins a member at which the array lacks these. */
    void begin(BitSet dirtyThere) {
        dirty = (BitSet) dirtyThere.clone();
    }

    /** Returns what the array lacks here. */
    BitSet dirty() {
        return (BitSet) dirty.clone();
    }

    /** Brings registers from a number on up to date in the array. */
    void writeBackFrom(int first) {
        BitSet which = dirty();
        which.clear(0, first);
        writeBack(which);
        dirty.andNot(which);
    }

    /** Writes every register that the region writes somewhere to the array. */
    void writeBackAll() {
        writeBack(written);
    }

    /** Writes registers to the array. */
    void writeBack(BitSet which) {
        which.stream()
                .forEach(r -> code.aload(ARRAY).loadConstant(r).lload(slots[r]).lastore());
    }
}
