// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import java.lang.classfile.CodeBuilder;
import java.util.BitSet;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.ir.OpInfo;

/**
 * Where the registers are while a block's bytecode executes: in locals, loaded before they are needed and written back
 * where somebody may look.
 */
final class Registers {
    private static final int ARRAY = 2;

    private final CodeBuilder code;
    private final int guest;
    /** The first slot of each register's local, temporaries included. */
    private final int[] slots;
    /** Guest registers that have a local. */
    private final BitSet used = new BitSet();
    /** Guest registers that the block writes somewhere. */
    private final BitSet written = new BitSet();
    /** Locals that hold their register's value here. */
    private final BitSet loaded = new BitSet();
    /** Those that the array does not. */
    private final BitSet dirty = new BitSet();

    Registers(CodeBuilder code, int guest, IrBlock block) {
        this.code = code;
        this.guest = guest;
        BitSet all = new BitSet();
        for (int ip = 0; ip < block.code().length; ip += Op.STRIDE) {
            note(block.code(), ip, all);
        }
        used.or(all);
        used.clear(guest, Math.max(guest, all.length()));
        slots = new int[all.length()];
        all.stream().forEach(r -> slots[r] = code.allocateLocal(java.lang.classfile.TypeKind.LONG));
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

    /** Loads all of the block's guest registers, and takes those that it writes for changed: where a loop begins. */
    void loadAllForLoop() {
        loadWhere(used);
        dirty.or(written);
    }

    /** Makes sure that the locals of all registers that the block writes hold values, as an exception handler needs it. */
    void loadWritten() {
        loadWhere(written);
    }

    private void loadWhere(BitSet which) {
        which.stream().filter(r -> !loaded.get(r)).forEach(this::fetch);
    }

    private void fetch(int register) {
        code.aload(ARRAY).loadConstant(register).laload().lstore(slots[register]);
        loaded.set(register);
    }

    /** Pushes a register's value. */
    void push(int register) {
        if (!loaded.get(register)) {
            fetch(register);
        }
        code.lload(slots[register]);
    }

    /** Pops a register's new value. */
    void pop(int register) {
        code.lstore(slots[register]);
        loaded.set(register);
        if (register < guest) {
            dirty.set(register);
        }
    }

    /** Writes changed registers back, for the path that is taken here; what is known stays. */
    void writeBack() {
        writeBack(dirty);
    }

    /** Writes back every register that the block writes somewhere. */
    void writeBackAll() {
        writeBack(written);
    }

    private void writeBack(BitSet which) {
        which.stream()
                .forEach(r -> code.aload(ARRAY).loadConstant(r).lload(slots[r]).lastore());
    }

    /** After {@link #writeBack} and a call: the array has the values. */
    void forget() {
        dirty.clear();
        loaded.clear(0, guest);
    }

    /** Loads again what {@link #loadAllForLoop} has promised. */
    void reloadForLoop() {
        loadWhere(used);
    }

    /** Returns what is changed here. */
    BitSet changed() {
        return (BitSet) dirty.clone();
    }

    /** Writes back what was changed at another place. */
    void writeBackChanged(BitSet changed) {
        writeBack(changed);
    }
}
