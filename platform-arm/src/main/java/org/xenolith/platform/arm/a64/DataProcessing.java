// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import static org.xenolith.platform.arm.a64.Fields.bit;
import static org.xenolith.platform.arm.a64.Fields.bits;
import static org.xenolith.platform.arm.a64.Fields.rd;
import static org.xenolith.platform.arm.a64.Fields.rm;
import static org.xenolith.platform.arm.a64.Fields.rn;
import static org.xenolith.platform.arm.a64.Fields.sf;
import static org.xenolith.platform.arm.cpu.ArmRegisters.NZCV;
import static org.xenolith.platform.arm.cpu.ArmRegisters.ZERO;

import org.xenolith.engine.ir.IrBuilder;
import org.xenolith.engine.ir.Op;

/** Addition, subtraction, logic, moves and bit fields on general registers [DDI0487 C4.1.64, C4.1.67]. */
final class DataProcessing {
    private DataProcessing() {}

    static void adr(Emitter e, int w) {
        long offset = ((long) Fields.signed(w, 5, 19) << 2) | bits(w, 29, 2);
        e.ir.constant(e.result(rd(w)), e.pc + offset);
    }

    static void adrp(Emitter e, int w) {
        long offset = ((long) Fields.signed(w, 5, 19) << 2) | bits(w, 29, 2);
        e.ir.constant(e.result(rd(w)), (e.pc & -4096L) + (offset << 12));
    }

    static void addSubImmediate(Emitter e, int w) {
        int imm = bits(w, 10, 12) << (bit(w, 22) ? 12 : 0);
        boolean subtract = bit(w, 30);
        int n = e.xsp(rn(w));
        if (bit(w, 29)) {
            int flags = e.ir.temp();
            int result = e.result(rd(w));
            e.ir.immediate(
                    sf(w) ? (subtract ? Op.SUBFI : Op.ADDFI) : (subtract ? Op.SUBFWI : Op.ADDFWI), flags, n, imm);
            if (rd(w) != 31) {
                e.ir.immediate(sf(w) ? Op.ADDI : Op.ADDWI, result, n, subtract ? -imm : imm);
            }
            e.ir.unary(Op.MOV, NZCV, flags);
            return;
        }
        int value = rd(w) == 31 ? e.ir.temp() : rd(w);
        e.ir.immediate(sf(w) ? Op.ADDI : Op.ADDWI, value, n, subtract ? -imm : imm);
        if (rd(w) == 31) {
            e.writeSp(value, sf(w) && rn(w) == 31 && (imm & 15) == 0);
        }
    }

    static void logicalImmediate(Emitter e, int w) {
        long mask = Fields.bitMask(bit(w, 22), bits(w, 10, 6), bits(w, 16, 6), sf(w));
        if (mask == 0) {
            e.undefined();
            return;
        }
        int n = e.x(rn(w));
        int opc = bits(w, 29, 2);
        if (opc == 3) {
            int value = e.ir.temp();
            int m = e.ir.constant(mask);
            e.ir.binary(Op.AND, value, n, m);
            e.ir.binary(sf(w) ? Op.ANDF : Op.ANDFW, NZCV, value, value);
            if (rd(w) != 31) {
                e.ir.unary(Op.MOV, rd(w), value);
            }
            return;
        }
        int value = rd(w) == 31 ? e.ir.temp() : rd(w);
        logical(e.ir, opc, value, n, mask, sf(w));
        if (rd(w) == 31) {
            e.writeSp(value, false);
        }
    }

    private static void logical(IrBuilder ir, int opc, int value, int n, long mask, boolean wide) {
        int register = opc == 0 ? Op.AND : opc == 1 ? Op.OR : Op.XOR;
        int immediate = opc == 0 ? Op.ANDI : opc == 1 ? Op.ORI : Op.XORI;
        if (mask == (int) mask) {
            ir.immediate(immediate, value, n, (int) mask);
        } else {
            ir.binary(register, value, n, ir.constant(mask));
        }
        if (!wide && opc != 0) {
            ir.unary(Op.ZEXT32, value, value);
        }
    }

    static void movn(Emitter e, int w) {
        long value = ~((long) bits(w, 5, 16) << (16 * bits(w, 21, 2)));
        e.ir.constant(e.result(rd(w)), sf(w) ? value : value & 0xFFFF_FFFFL);
    }

    static void movz(Emitter e, int w) {
        e.ir.constant(e.result(rd(w)), (long) bits(w, 5, 16) << (16 * bits(w, 21, 2)));
    }

    static void movk(Emitter e, int w) {
        int field = (16 * bits(w, 21, 2)) | (16 << 8);
        int value = e.ir.constant(bits(w, 5, 16));
        int target = e.result(rd(w));
        e.ir.emit(Op.DEP, 0, target, e.x(rd(w)), value, field);
        if (!sf(w)) {
            e.ir.unary(Op.ZEXT32, target, target);
        }
    }

    static void sbfm(Emitter e, int w) {
        bitField(e, w, true);
    }

    static void ubfm(Emitter e, int w) {
        bitField(e, w, false);
    }

    /** SBFM and UBFM: either an extraction, or an insertion into zeros or copies of the sign. */
    private static void bitField(Emitter e, int w, boolean signed) {
        int r = bits(w, 16, 6);
        int s = bits(w, 10, 6);
        int width = sf(w) ? 64 : 32;
        int target = e.result(rd(w));
        int n = e.x(rn(w));
        if (s >= r) {
            e.ir.immediate(signed ? Op.SBFX : Op.UBFX, target, n, r | ((s - r + 1) << 8));
        } else {
            e.ir.immediate(signed ? Op.SBFX : Op.UBFX, target, n, (s + 1) << 8);
            e.ir.immediate(Op.SHLI, target, target, width - r);
        }
        if (!sf(w)) {
            e.ir.unary(Op.ZEXT32, target, target);
        }
    }

    static void bfm(Emitter e, int w) {
        int r = bits(w, 16, 6);
        int s = bits(w, 10, 6);
        int width = sf(w) ? 64 : 32;
        int target = e.result(rd(w));
        int d = e.x(rd(w));
        int n = e.x(rn(w));
        if (s >= r) {
            int field = e.ir.temp();
            e.ir.immediate(Op.SHRI, field, n, r);
            e.ir.emit(Op.DEP, 0, target, d, field, (s - r + 1) << 8);
        } else {
            e.ir.emit(Op.DEP, 0, target, d, n, (width - r) | ((s + 1) << 8));
        }
        if (!sf(w)) {
            e.ir.unary(Op.ZEXT32, target, target);
        }
    }

    static void extr(Emitter e, int w) {
        int lsb = bits(w, 10, 6);
        int target = e.result(rd(w));
        if (rn(w) == rm(w)) {
            e.ir.immediate(sf(w) ? Op.RORI : Op.RORWI, target, e.x(rn(w)), lsb);
        } else {
            e.ir.emit(sf(w) ? Op.FUNNEL : Op.FUNNELW, 0, target, e.x(rn(w)), e.x(rm(w)), lsb);
        }
    }

    /** Returns a register with Rm shifted by a constant (W: zero extended). */
    static int shifted(Emitter e, int m, int kind, int amount, boolean wide) {
        int source = e.x(m);
        if (amount == 0 || m == 31) {
            return source;
        }
        int t = e.ir.temp();
        int op =
                switch (kind) {
                    case 0 -> wide ? Op.SHLI : Op.SHLWI;
                    case 1 -> wide ? Op.SHRI : Op.SHRWI;
                    case 2 -> wide ? Op.SARI : Op.SARWI;
                    default -> wide ? Op.RORI : Op.RORWI;
                };
        e.ir.immediate(op, t, source, amount);
        return t;
    }

    static void logicalRegister(Emitter e, int w) {
        boolean wide = sf(w);
        int m = shifted(e, rm(w), bits(w, 22, 2), bits(w, 10, 6), wide);
        int n = e.x(rn(w));
        int opc = bits(w, 29, 2);
        boolean invert = bit(w, 21);
        if (opc == 3) {
            int value = e.ir.temp();
            e.ir.binary(invert ? Op.ANDN : Op.AND, value, n, m);
            e.ir.binary(wide ? Op.ANDF : Op.ANDFW, NZCV, value, value);
            if (rd(w) != 31) {
                narrow(e, rd(w), value, wide);
            }
            return;
        }
        int target = e.result(rd(w));
        if (opc == 1 && n == ZERO && !invert) {
            narrow(e, target, m, wide);
            return;
        }
        int op = opc == 0 ? (invert ? Op.ANDN : Op.AND) : opc == 1 ? Op.OR : Op.XOR;
        int operand = m;
        if (invert && opc != 0) {
            operand = e.ir.temp();
            e.ir.immediate(Op.XORI, operand, m, -1);
        }
        e.ir.binary(op, target, n, operand);
        if (!wide) {
            e.ir.unary(Op.ZEXT32, target, target);
        }
    }

    private static void narrow(Emitter e, int target, int source, boolean wide) {
        e.ir.unary(wide ? Op.MOV : Op.ZEXT32, target, source);
    }

    static void addSubRegister(Emitter e, int w) {
        int m = shifted(e, rm(w), bits(w, 22, 2), bits(w, 10, 6), sf(w));
        addSub(e, w, e.x(rn(w)), m, false);
    }

    static void addSubExtended(Emitter e, int w) {
        int m = extended(e, rm(w), bits(w, 13, 3), bits(w, 10, 3));
        addSub(e, w, e.xsp(rn(w)), m, !bit(w, 29));
    }

    /** Returns a register with Rm extended and shifted left by 0 to 4 [DDI0487 ExtendReg]. */
    static int extended(Emitter e, int m, int option, int shift) {
        int source = e.x(m);
        int t = e.ir.temp();
        int op =
                switch (option) {
                    case 0 -> Op.ZEXT8;
                    case 1 -> Op.ZEXT16;
                    case 2 -> Op.ZEXT32;
                    case 4 -> Op.SEXT8;
                    case 5 -> Op.SEXT16;
                    case 6 -> Op.SEXT32;
                    default -> Op.MOV;
                };
        if (op == Op.MOV && shift == 0) {
            return source;
        }
        if (op == Op.MOV) {
            e.ir.immediate(Op.SHLI, t, source, shift);
            return t;
        }
        e.ir.unary(op, t, source);
        if (shift != 0) {
            e.ir.immediate(Op.SHLI, t, t, shift);
        }
        return t;
    }

    private static void addSub(Emitter e, int w, int n, int m, boolean toSp) {
        boolean wide = sf(w);
        boolean subtract = bit(w, 30);
        int op = wide ? (subtract ? Op.SUB : Op.ADD) : (subtract ? Op.SUBW : Op.ADDW);
        if (bit(w, 29)) {
            int flags = e.ir.temp();
            e.ir.binary(wide ? (subtract ? Op.SUBF : Op.ADDF) : (subtract ? Op.SUBFW : Op.ADDFW), flags, n, m);
            if (rd(w) != 31) {
                e.ir.binary(op, rd(w), n, m);
            }
            e.ir.unary(Op.MOV, NZCV, flags);
            return;
        }
        if (rd(w) == 31 && toSp) {
            int value = e.ir.temp();
            e.ir.binary(op, value, n, m);
            e.writeSp(value, false);
            return;
        }
        e.ir.binary(op, e.result(rd(w)), n, m);
    }

    static void addSubCarry(Emitter e, int w) {
        boolean wide = sf(w);
        int n = e.x(rn(w));
        int m = e.x(rm(w));
        if (bit(w, 30)) {
            int inverted = e.ir.temp();
            e.ir.immediate(Op.XORI, inverted, m, -1);
            m = inverted;
        }
        int value = e.ir.temp();
        e.ir.emit(wide ? Op.ADC : Op.ADCW, NZCV, value, n, m, 0);
        if (bit(w, 29)) {
            e.ir.emit(wide ? Op.ADCF : Op.ADCFW, NZCV, NZCV, n, m, 0);
        }
        if (rd(w) != 31) {
            e.ir.unary(Op.MOV, rd(w), value);
        }
    }

    static void condCompareRegister(Emitter e, int w) {
        condCompare(e, w, e.x(rm(w)));
    }

    static void condCompareImmediate(Emitter e, int w) {
        condCompare(e, w, e.ir.constant(rm(w)));
    }

    private static void condCompare(Emitter e, int w, int m) {
        boolean wide = sf(w);
        int op = bit(w, 30) ? (wide ? Op.SUBF : Op.SUBFW) : (wide ? Op.ADDF : Op.ADDFW);
        int compared = e.ir.temp();
        e.ir.binary(op, compared, e.x(rn(w)), m);
        int otherwise = e.ir.constant(bits(w, 0, 4));
        e.ir.emit(Op.SELF, NZCV, NZCV, compared, otherwise, Fields.condition(bits(w, 12, 4)));
    }

    static void condSelect(Emitter e, int w) {
        boolean wide = sf(w);
        int m = e.x(rm(w));
        int otherwise = m;
        if (bit(w, 30)) {
            otherwise = e.ir.temp();
            if (bit(w, 10)) {
                e.ir.binary(wide ? Op.SUB : Op.SUBW, otherwise, ZERO, m);
            } else {
                e.ir.immediate(Op.XORI, otherwise, m, -1);
            }
        } else if (bit(w, 10)) {
            otherwise = e.ir.temp();
            e.ir.immediate(wide ? Op.ADDI : Op.ADDWI, otherwise, m, 1);
        }
        int target = e.result(rd(w));
        e.ir.emit(Op.SELF, NZCV, target, e.x(rn(w)), otherwise, Fields.condition(bits(w, 12, 4)));
        if (!wide) {
            e.ir.unary(Op.ZEXT32, target, target);
        }
    }
}
