// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import static org.xenolith.platform.arm.a64.Fields.bit;
import static org.xenolith.platform.arm.a64.Fields.bits;
import static org.xenolith.platform.arm.a64.Fields.rd;
import static org.xenolith.platform.arm.a64.Fields.rm;
import static org.xenolith.platform.arm.a64.Fields.rn;
import static org.xenolith.platform.arm.cpu.ArmRegisters.EXCLUSIVE_ADDRESS;
import static org.xenolith.platform.arm.cpu.ArmRegisters.EXCLUSIVE_HIGH;
import static org.xenolith.platform.arm.cpu.ArmRegisters.EXCLUSIVE_LOW;
import static org.xenolith.platform.arm.cpu.ArmRegisters.EXCLUSIVE_SIZE;
import static org.xenolith.platform.arm.cpu.ArmRegisters.SCRATCH;

import org.xenolith.engine.ir.Op;
import org.xenolith.engine.ir.Rmw;
import org.xenolith.engine.mmu.Access;

/** Exclusive loads and stores, and the atomics of FEAT_LSE [DDI0487 B2.9, C4.1.66]. */
final class Atomics {
    private Atomics() {}

    static void loadExclusive(Emitter e, int w) {
        if (e.spFault(rn(w))) {
            return;
        }
        int size = bits(w, 30, 2);
        int address = e.ir.temp();
        int value = e.ir.temp();
        int attributes = size | Access.ALIGNED | Access.MEMORY_ONLY | (bit(w, 15) ? Access.ORDERED : 0);
        e.ir.unary(Op.MOV, address, e.xsp(rn(w)));
        e.ir.load(Op.LDA, value, address, 0, attributes | LoadStore.io(e));
        e.ir.unary(Op.MOV, EXCLUSIVE_ADDRESS, address);
        e.ir.unary(Op.MOV, EXCLUSIVE_LOW, value);
        e.ir.constant(EXCLUSIVE_SIZE, 1L << size);
        e.ir.unary(Op.MOV, e.result(rd(w)), value);
    }

    static void storeExclusive(Emitter e, int w) {
        if (!e.spFault(rn(w))) {
            int status = e.result(rm(w));
            e.ir.call(e.helper("storeExclusive"), status, bits(w, 30, 2), e.xsp(rn(w)), e.x(rd(w)));
        }
    }

    static void loadExclusivePair(Emitter e, int w) {
        if (e.spFault(rn(w))) {
            return;
        }
        boolean wide = bit(w, 30);
        e.call("loadExclusivePair", wide ? 3 : 2, e.xsp(rn(w)), e.xsp(rn(w)));
        int first = e.result(rd(w));
        int second = e.result(Fields.ra(w));
        if (wide) {
            e.ir.unary(Op.MOV, first, EXCLUSIVE_LOW);
            e.ir.unary(Op.MOV, second, EXCLUSIVE_HIGH);
        } else {
            e.ir.unary(Op.ZEXT32, first, EXCLUSIVE_LOW);
            e.ir.immediate(Op.SHRI, second, EXCLUSIVE_LOW, 32);
        }
    }

    static void storeExclusivePair(Emitter e, int w) {
        if (e.spFault(rn(w))) {
            return;
        }
        int status = e.result(rm(w));
        if (bit(w, 30)) {
            e.ir.unary(Op.MOV, SCRATCH, e.x(Fields.ra(w))); // a call has two operands
            e.ir.call(e.helper("storeExclusivePair"), status, 0, e.xsp(rn(w)), e.x(rd(w)));
        } else {
            int both = e.ir.temp();
            int high = e.ir.temp();
            e.ir.immediate(Op.SHLI, high, e.x(Fields.ra(w)), 32);
            e.ir.unary(Op.ZEXT32, both, e.x(rd(w)));
            e.ir.binary(Op.OR, both, both, high);
            e.ir.call(e.helper("storeExclusive"), status, 3, e.xsp(rn(w)), both);
        }
    }

    static void clrex(Emitter e, int w) {
        e.ir.constant(EXCLUSIVE_SIZE, 0);
    }

    static void compareAndSwap(Emitter e, int w) {
        if (e.spFault(rn(w))) {
            return;
        }
        int size = bits(w, 30, 2);
        int expected = e.ir.temp();
        zeroExtend(e, expected, e.x(rm(w)), size);
        int attributes = size | Access.ALIGNED | Access.MEMORY_ONLY;
        e.ir.emit(Op.CAS, attributes, e.result(rm(w)), e.xsp(rn(w)), e.x(rd(w)), expected);
    }

    private static void zeroExtend(Emitter e, int target, int source, int size) {
        int op = size == 0 ? Op.ZEXT8 : size == 1 ? Op.ZEXT16 : size == 2 ? Op.ZEXT32 : Op.MOV;
        e.ir.unary(op, target, source);
    }

    static void compareAndSwapPair(Emitter e, int w) {
        if (!e.spFault(rn(w))) {
            e.call("compareAndSwapPair", w, e.xsp(rn(w)), e.xsp(rn(w)));
        }
    }

    private static final int[] KINDS = {Rmw.ADD, Rmw.CLEAR, Rmw.XOR, Rmw.OR, Rmw.SMAX, Rmw.SMIN, Rmw.UMAX, Rmw.UMIN};

    static void atomic(Emitter e, int w) {
        readModifyWrite(e, w, KINDS[bits(w, 12, 3)]);
    }

    static void swap(Emitter e, int w) {
        readModifyWrite(e, w, Rmw.SWAP);
    }

    private static void readModifyWrite(Emitter e, int w, int kind) {
        if (!e.spFault(rn(w))) {
            int attributes = bits(w, 30, 2) | Access.ALIGNED | Access.MEMORY_ONLY;
            e.ir.emit(Op.RMW, attributes, e.result(rd(w)), e.xsp(rn(w)), e.x(rm(w)), kind);
        }
    }
}
