// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import static org.xenolith.platform.arm.a64.Fields.bit;
import static org.xenolith.platform.arm.a64.Fields.bits;
import static org.xenolith.platform.arm.a64.Fields.rd;
import static org.xenolith.platform.arm.a64.Fields.rm;
import static org.xenolith.platform.arm.a64.Fields.rn;

import org.xenolith.engine.ir.Op;
import org.xenolith.engine.mmu.Access;
import org.xenolith.platform.arm.cpu.ArmMode;

/**
 * Loads and stores of general registers [DDI0487 C4.1.66].
 *
 * <p>Which forms a device can answer follows what a hypervisor can decode from a data abort: single registers without
 * write-back, and post-indexed ones if the host looks at the instruction; pairs and pre-indexed forms fault there
 * [DDI0487 D17.2.37, ISV].
 */
final class LoadStore {
    private LoadStore() {}

    /** What a load does with the value. */
    enum Extend {
        ZERO,
        SIGN_X,
        SIGN_W
    }

    private static final int[] LOADS = {Op.LD8U, Op.LD16U, Op.LD32U, Op.LD64};
    private static final int[] SIGNED_LOADS = {Op.LD8S, Op.LD16S, Op.LD32S, Op.LD64};
    private static final int[] STORES = {Op.ST8, Op.ST16, Op.ST32, Op.ST64};

    static int io(Emitter e) {
        return e.io ? Access.IO : 0;
    }

    /** Loads Rt from a base and an offset. */
    private static void load(Emitter e, int t, int base, int offset, int size, Extend extend, int attributes) {
        int target = e.result(t);
        if (extend == Extend.SIGN_W && e.host().extendsToX()) {
            int wide = size | Access.SIGNED | Access.MEMORY_SIGNED_32;
            e.ir.load(Op.LDA, target, base, offset, attributes | wide | io(e));
            return;
        }
        int op = (extend == Extend.ZERO ? LOADS : SIGNED_LOADS)[size];
        e.ir.load(op, target, base, offset, attributes | io(e));
        if (extend == Extend.SIGN_W) {
            e.ir.unary(Op.ZEXT32, target, target);
        }
    }

    private static void store(Emitter e, int t, int base, int offset, int size, int attributes) {
        e.ir.store(STORES[size], e.x(t), base, offset, attributes | io(e));
    }

    // ---- unsigned scaled offset

    static void storeUnsigned(Emitter e, int w) {
        int size = bits(w, 30, 2);
        if (!e.spFault(rn(w))) {
            store(e, rd(w), e.xsp(rn(w)), bits(w, 10, 12) << size, size, 0);
        }
    }

    static void loadUnsigned(Emitter e, int w) {
        loadUnsigned(e, w, Extend.ZERO);
    }

    static void loadUnsignedSignedX(Emitter e, int w) {
        loadUnsigned(e, w, Extend.SIGN_X);
    }

    static void loadUnsignedSignedW(Emitter e, int w) {
        loadUnsigned(e, w, Extend.SIGN_W);
    }

    private static void loadUnsigned(Emitter e, int w, Extend extend) {
        int size = bits(w, 30, 2);
        if (!e.spFault(rn(w))) {
            load(e, rd(w), e.xsp(rn(w)), bits(w, 10, 12) << size, size, extend, 0);
        }
    }

    // ---- signed 9-bit offset: unscaled, post-indexed, unprivileged, pre-indexed

    static void storeImm9(Emitter e, int w) {
        imm9(e, w, false, Extend.ZERO);
    }

    static void loadImm9(Emitter e, int w) {
        imm9(e, w, true, Extend.ZERO);
    }

    static void loadImm9SignedX(Emitter e, int w) {
        imm9(e, w, true, Extend.SIGN_X);
    }

    static void loadImm9SignedW(Emitter e, int w) {
        imm9(e, w, true, Extend.SIGN_W);
    }

    private static void imm9(Emitter e, int w, boolean load, Extend extend) {
        if (e.spFault(rn(w))) {
            return;
        }
        int size = bits(w, 30, 2);
        int offset = Fields.signed(w, 12, 9);
        int base = e.xsp(rn(w));
        switch (bits(w, 10, 2)) {
            case 0 -> access(e, w, load, base, offset, size, extend, 0);
            case 1 -> indexed(e, w, load, 0, offset, size, extend);
            case 2 -> unprivileged(e, w, load, base, offset, size, extend);
            default -> indexed(e, w, load, offset, offset, size, extend);
        }
    }

    private static void access(
            Emitter e, int w, boolean load, int base, int offset, int size, Extend extend, int attributes) {
        if (load) {
            load(e, rd(w), base, offset, size, extend, attributes);
        } else {
            store(e, rd(w), base, offset, size, attributes);
        }
    }

    /** Pre- and post-indexed forms; a load into its own base keeps what was loaded. */
    private static void indexed(Emitter e, int w, boolean load, int offset, int step, int size, Extend extend) {
        int n = rn(w);
        boolean emulatable = e.host().decodesInstructions()
                && offset == 0
                && step != 0
                && extend == Extend.ZERO
                && (n != rd(w) || n == 31);
        int base = e.xsp(n);
        boolean same = load && n == rd(w) && n != 31;
        access(e, w, load, base, offset, size, extend, emulatable ? 0 : Access.MEMORY_ONLY);
        if (!same) {
            writeBack(e, n, step);
        }
    }

    /** Adds a constant to a base register; may end the block when the base is SP. */
    static void writeBack(Emitter e, int n, int step) {
        if (n != 31) {
            e.ir.immediate(Op.ADDI, n, n, step);
            return;
        }
        int value = e.ir.temp();
        e.ir.immediate(Op.ADDI, value, e.xsp(31), step);
        e.writeSp(value, (step & 15) == 0);
    }

    private static void unprivileged(Emitter e, int w, boolean load, int base, int offset, int size, Extend extend) {
        if (!ArmMode.privileged(e.mode)) {
            access(e, w, load, base, offset, size, extend, 0);
            return;
        }
        int attributes = size | Access.UNPRIVILEGED | io(e);
        if (!load) {
            e.ir.store(Op.STA, e.x(rd(w)), base, offset, attributes);
            return;
        }
        int target = e.result(rd(w));
        boolean narrow = extend == Extend.SIGN_W;
        if (narrow && e.host().extendsToX()) {
            attributes |= Access.MEMORY_SIGNED_32;
            narrow = false;
        }
        e.ir.load(Op.LDA, target, base, offset, attributes | (extend == Extend.ZERO ? 0 : Access.SIGNED));
        if (narrow) {
            e.ir.unary(Op.ZEXT32, target, target);
        }
    }

    // ---- register offset

    static void storeRegister(Emitter e, int w) {
        register(e, w, false, Extend.ZERO);
    }

    static void loadRegister(Emitter e, int w) {
        register(e, w, true, Extend.ZERO);
    }

    static void loadRegisterSignedX(Emitter e, int w) {
        register(e, w, true, Extend.SIGN_X);
    }

    static void loadRegisterSignedW(Emitter e, int w) {
        register(e, w, true, Extend.SIGN_W);
    }

    private static void register(Emitter e, int w, boolean load, Extend extend) {
        if (!e.spFault(rn(w))) {
            int size = bits(w, 30, 2);
            access(e, w, load, registerOffset(e, w, size), 0, size, extend, 0);
        }
    }

    /** Returns a register with the address of a register-offset form. */
    static int registerOffset(Emitter e, int w, int scale) {
        int m = DataProcessing.extended(e, rm(w), bits(w, 13, 3), bit(w, 12) ? scale : 0);
        int address = e.ir.temp();
        e.ir.binary(Op.ADD, address, e.xsp(rn(w)), m);
        return address;
    }

    // ---- literal

    static void loadLiteral32(Emitter e, int w) {
        load(e, rd(w), literal(e, w), 0, 2, Extend.ZERO, 0);
    }

    static void loadLiteral64(Emitter e, int w) {
        load(e, rd(w), literal(e, w), 0, 3, Extend.ZERO, 0);
    }

    static void loadLiteralSigned(Emitter e, int w) {
        load(e, rd(w), literal(e, w), 0, 2, Extend.SIGN_X, 0);
    }

    /** Returns a register with the address of a literal. */
    static int literal(Emitter e, int w) {
        return e.ir.constant(e.pc + ((long) Fields.signed(w, 5, 19) << 2));
    }

    // ---- pairs

    static void storePair(Emitter e, int w) {
        if (e.spFault(rn(w))) {
            return;
        }
        int size = bits(w, 30, 2) == 0 ? 2 : 3;
        int step = Fields.signed(w, 15, 7) << size;
        int offset = bits(w, 23, 2) == 1 ? 0 : step;
        int base = e.xsp(rn(w));
        store(e, rd(w), base, offset, size, Access.MEMORY_ONLY);
        store(e, bits(w, 10, 5), base, offset + (1 << size), size, Access.MEMORY_ONLY);
        if (bit(w, 23)) {
            writeBack(e, rn(w), step);
        }
    }

    static void loadPair(Emitter e, int w) {
        if (e.spFault(rn(w))) {
            return;
        }
        int opc = bits(w, 30, 2);
        int size = opc == 2 ? 3 : 2;
        int op = opc == 1 ? Op.LD32S : LOADS[size];
        int step = Fields.signed(w, 15, 7) << size;
        int offset = bits(w, 23, 2) == 1 ? 0 : step;
        int base = e.xsp(rn(w));
        int attributes = Access.MEMORY_ONLY | io(e);
        int first = e.ir.temp();
        int second = e.ir.temp();
        e.ir.load(op, first, base, offset, attributes);
        e.ir.load(op, second, base, offset + (1 << size), attributes);
        e.ir.unary(Op.MOV, e.result(rd(w)), first);
        e.ir.unary(Op.MOV, e.result(bits(w, 10, 5)), second);
        if (bit(w, 23) && (rn(w) == 31 || (rn(w) != rd(w) && rn(w) != bits(w, 10, 5)))) {
            writeBack(e, rn(w), step);
        }
    }

    // ---- acquire and release

    static void loadAcquire(Emitter e, int w) {
        if (!e.spFault(rn(w))) {
            int attributes = bits(w, 30, 2) | Access.ORDERED | Access.ALIGNED | io(e);
            e.ir.load(Op.LDA, e.result(rd(w)), e.xsp(rn(w)), 0, attributes);
        }
    }

    static void storeRelease(Emitter e, int w) {
        if (!e.spFault(rn(w))) {
            int attributes = bits(w, 30, 2) | Access.ORDERED | Access.ALIGNED | io(e);
            e.ir.store(Op.STA, e.x(rd(w)), e.xsp(rn(w)), 0, attributes);
        }
    }

    static void nop(Emitter e, int w) {
        // prefetches and hints have no effect
    }
}
