// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import static org.xenolith.platform.arm.a64.Fields.bit;
import static org.xenolith.platform.arm.a64.Fields.bits;
import static org.xenolith.platform.arm.a64.Fields.rd;
import static org.xenolith.platform.arm.a64.Fields.rm;
import static org.xenolith.platform.arm.a64.Fields.rn;
import static org.xenolith.platform.arm.cpu.ArmRegisters.V0;
import static org.xenolith.platform.arm.cpu.ArmRegisters.ZERO;

import org.xenolith.engine.ir.Op;
import org.xenolith.engine.mmu.Access;

/** Loads and stores of vector registers [DDI0487 C4.1.66]. A device cannot answer any of them. */
final class VectorLoadStore {
    private VectorLoadStore() {}

    private static final int[] LOADS = {Op.LD8U, Op.LD16U, Op.LD32U, Op.LD64};
    private static final int[] STORES = {Op.ST8, Op.ST16, Op.ST32, Op.ST64};

    private static boolean refused(Emitter e, int n) {
        return e.fpTrapped() || e.spFault(n);
    }

    private static int low(int v) {
        return V0 + 2 * v;
    }

    /** Loads a scalar or vector of 1, 2, 4, 8 or 16 bytes. */
    private static void load(Emitter e, int v, int base, int offset, int size) {
        if (size < 4) {
            e.ir.load(LOADS[size], low(v), base, offset, Access.MEMORY_ONLY);
            e.ir.constant(low(v) + 1, 0);
            return;
        }
        int first = e.ir.temp();
        e.ir.load(Op.LD64, first, base, offset, Access.MEMORY_ONLY);
        e.ir.load(Op.LD64, low(v) + 1, base, offset + 8, Access.MEMORY_ONLY);
        e.ir.unary(Op.MOV, low(v), first);
    }

    private static void store(Emitter e, int v, int base, int offset, int size) {
        if (size < 4) {
            e.ir.store(STORES[size], low(v), base, offset, Access.MEMORY_ONLY);
            return;
        }
        e.ir.store(Op.ST64, low(v), base, offset, Access.MEMORY_ONLY);
        e.ir.store(Op.ST64, low(v) + 1, base, offset + 8, Access.MEMORY_ONLY);
    }

    private static int size(int w) {
        return bits(w, 30, 2) | (bit(w, 23) ? 4 : 0);
    }

    private static boolean badSize(Emitter e, int w) {
        if (size(w) > 4) {
            e.undefined();
            return true;
        }
        return refused(e, rn(w));
    }

    static void storeVectorUnsigned(Emitter e, int w) {
        if (!badSize(e, w)) {
            store(e, rd(w), e.xsp(rn(w)), bits(w, 10, 12) << size(w), size(w));
        }
    }

    static void loadVectorUnsigned(Emitter e, int w) {
        if (!badSize(e, w)) {
            load(e, rd(w), e.xsp(rn(w)), bits(w, 10, 12) << size(w), size(w));
        }
    }

    static void storeVectorImm9(Emitter e, int w) {
        if (!badSize(e, w)) {
            int step = Fields.signed(w, 12, 9);
            store(e, rd(w), e.xsp(rn(w)), bits(w, 10, 2) == 1 ? 0 : step, size(w));
            writeBackIf(e, w, step);
        }
    }

    static void loadVectorImm9(Emitter e, int w) {
        if (!badSize(e, w)) {
            int step = Fields.signed(w, 12, 9);
            load(e, rd(w), e.xsp(rn(w)), bits(w, 10, 2) == 1 ? 0 : step, size(w));
            writeBackIf(e, w, step);
        }
    }

    private static void writeBackIf(Emitter e, int w, int step) {
        if (bit(w, 10)) {
            LoadStore.writeBack(e, rn(w), step);
        }
    }

    static void storeVectorRegister(Emitter e, int w) {
        if (!badSize(e, w)) {
            store(e, rd(w), LoadStore.registerOffset(e, w, size(w)), 0, size(w));
        }
    }

    static void loadVectorRegister(Emitter e, int w) {
        if (!badSize(e, w)) {
            load(e, rd(w), LoadStore.registerOffset(e, w, size(w)), 0, size(w));
        }
    }

    static void loadLiteralS(Emitter e, int w) {
        literal(e, w, 2);
    }

    static void loadLiteralD(Emitter e, int w) {
        literal(e, w, 3);
    }

    static void loadLiteralQ(Emitter e, int w) {
        literal(e, w, 4);
    }

    private static void literal(Emitter e, int w, int size) {
        if (!e.fpTrapped()) {
            load(e, rd(w), LoadStore.literal(e, w), 0, size);
        }
    }

    // ---- pairs

    static void storePairVector(Emitter e, int w) {
        if (refused(e, rn(w))) {
            return;
        }
        int size = 2 + bits(w, 30, 2);
        int step = Fields.signed(w, 15, 7) << size;
        int offset = bits(w, 23, 2) == 1 ? 0 : step;
        int base = e.xsp(rn(w));
        store(e, rd(w), base, offset, size);
        store(e, bits(w, 10, 5), base, offset + (1 << size), size);
        if (bit(w, 23)) {
            LoadStore.writeBack(e, rn(w), step);
        }
    }

    static void loadPairVector(Emitter e, int w) {
        if (refused(e, rn(w))) {
            return;
        }
        int size = 2 + bits(w, 30, 2);
        int step = Fields.signed(w, 15, 7) << size;
        int offset = bits(w, 23, 2) == 1 ? 0 : step;
        int base = e.xsp(rn(w));
        int words = size == 4 ? 2 : 1;
        int[] values = new int[2 * words];
        for (int i = 0; i < values.length; i++) {
            values[i] = e.ir.temp();
            int at = offset + (i / words) * (1 << size) + 8 * (i % words);
            e.ir.load(LOADS[Math.min(size, 3)], values[i], base, at, Access.MEMORY_ONLY);
        }
        move(e, rd(w), values, 0, words);
        move(e, bits(w, 10, 5), values, words, words);
        if (bit(w, 23)) {
            LoadStore.writeBack(e, rn(w), step);
        }
    }

    private static void move(Emitter e, int v, int[] values, int first, int words) {
        e.ir.unary(Op.MOV, low(v), values[first]);
        if (words == 2) {
            e.ir.unary(Op.MOV, low(v) + 1, values[first + 1]);
        } else {
            e.ir.constant(low(v) + 1, 0);
        }
    }

    // ---- structures

    /** Number of registers of LD1 and ST1 by opcode, or 0 for the interleaving forms. */
    private static int plainRegisters(int opcode) {
        return switch (opcode) {
            case 0b0111 -> 1;
            case 0b1010 -> 2;
            case 0b0110 -> 3;
            case 0b0010 -> 4;
            default -> 0;
        };
    }

    /** Number of registers of LD2 to LD4 and ST2 to ST4 by opcode, or 0 if it is reserved. */
    private static int interleavedRegisters(int opcode) {
        return switch (opcode) {
            case 0b1000 -> 2;
            case 0b0100 -> 3;
            case 0b0000 -> 4;
            default -> 0;
        };
    }

    static void storeMultiple(Emitter e, int w) {
        multiple(e, w, false);
    }

    static void loadMultiple(Emitter e, int w) {
        multiple(e, w, true);
    }

    private static void multiple(Emitter e, int w, boolean load) {
        int opcode = bits(w, 12, 4);
        int plain = plainRegisters(opcode);
        int registers = plain != 0 ? plain : interleavedRegisters(opcode);
        boolean full = bit(w, 30);
        if (registers == 0 || (plain == 0 && bits(w, 10, 2) == 3 && !full)) {
            e.undefined();
            return;
        }
        if (refused(e, rn(w))) {
            return;
        }
        int base = e.xsp(rn(w));
        if (plain != 0) {
            plain(e, w, load, registers, full ? 4 : 3);
        } else {
            e.call(load ? "loadStructures" : "storeStructures", w, base, base);
        }
        postIndex(e, w, registers * (full ? 16 : 8));
    }

    private static void plain(Emitter e, int w, boolean load, int registers, int size) {
        int base = e.xsp(rn(w));
        if (!load) {
            for (int i = 0; i < registers; i++) {
                store(e, (rd(w) + i) & 31, base, i << size, size);
            }
            return;
        }
        int words = size == 4 ? 2 : 1;
        int[] values = new int[registers * words];
        for (int i = 0; i < values.length; i++) {
            values[i] = e.ir.temp();
            e.ir.load(Op.LD64, values[i], base, 8 * i, Access.MEMORY_ONLY);
        }
        for (int i = 0; i < registers; i++) {
            move(e, (rd(w) + i) & 31, values, i * words, words);
        }
    }

    private static void postIndex(Emitter e, int w, int bytes) {
        if (!bit(w, 23)) {
            return;
        }
        int n = rn(w);
        if (rm(w) == 31) {
            LoadStore.writeBack(e, n, bytes);
        } else if (n == 31) {
            int value = e.ir.temp();
            e.ir.binary(Op.ADD, value, e.xsp(31), rm(w));
            e.writeSp(value, false);
        } else {
            e.ir.binary(Op.ADD, n, n, rm(w));
        }
    }

    static void storeSingle(Emitter e, int w) {
        single(e, w, false);
    }

    static void loadSingle(Emitter e, int w) {
        single(e, w, true);
    }

    /** LD1 to LD4 and ST1 to ST4 of one element, and LD1R to LD4R. */
    private static void single(Emitter e, int w, boolean load) {
        int scale = bits(w, 14, 2);
        int size = bits(w, 10, 2);
        boolean s = bit(w, 12);
        boolean reserved =
                switch (scale) {
                    case 0 -> false;
                    case 1 -> (size & 1) != 0;
                    case 2 -> (size & 2) != 0 || (size == 1 && s);
                    default -> !load || s;
                };
        if (reserved) {
            e.undefined();
            return;
        }
        if (refused(e, rn(w))) {
            return;
        }
        int registers = 1 + (bit(w, 21) ? 1 : 0) + (bit(w, 13) ? 2 : 0);
        int log2 = scale == 3 ? size : scale == 2 && size == 1 ? 3 : scale;
        e.call(load ? "loadElements" : "storeElements", w, e.xsp(rn(w)), ZERO);
        postIndex(e, w, registers << log2);
    }
}
