// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.opt;

import org.xenolith.engine.ir.Cond;
import org.xenolith.engine.ir.Flags;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.ir.OpInfo;

/** Rewrites one operation by what is known about its operands. */
final class Simplifier {
    private static final int REMOVED = -1;

    private final Values values;

    Simplifier(Values values) {
        this.values = values;
    }

    /** Returns the constant of a {@code MOVI}. */
    static long wide(int[] code, int ip) {
        return (code[ip + 2] & 0xFFFF_FFFFL) | ((long) code[ip + 3] << 32);
    }

    /** Tells whether an operation's result surely fits 32 bits, zero extended. */
    static boolean isNarrowResult(int opcode) {
        return switch (opcode) {
            case Op.ADDW, Op.SUBW, Op.MULW, Op.SHLW, Op.SHRW, Op.SARW, Op.RORW -> true;
            case Op.ADDWI, Op.SHLWI, Op.SHRWI, Op.SARWI, Op.RORWI, Op.UDIVW, Op.SDIVW -> true;
            case Op.CLZ, Op.CLZW, Op.RBITW, Op.BSWAPW, Op.ZEXT8, Op.ZEXT16, Op.ZEXT32, Op.FUNNELW, Op.ADCW -> true;
            case Op.SETC, Op.SETCW, Op.LD8U, Op.LD16U, Op.LD32U -> true;
            default -> opcode >= Op.ADDF && opcode <= Op.SUBFWI;
        };
    }

    /** Simplifies the operation at a place of a block's code. */
    void simplify(int[] code, int ip) {
        OpInfo info = Op.info(code[ip] & 0xFF);
        if (info.readsA()) {
            code[ip + 2] = values.resolve(code[ip + 2]);
        }
        if (info.readsB()) {
            code[ip + 3] = values.resolve(code[ip + 3]);
        }
        if (info.readsC()) {
            code[ip] = (code[ip] & 0xFFFF) | values.resolve(code[ip] >>> 16) << 16;
        }
        if (info.readsImm()) {
            code[ip + 4] = values.resolve(code[ip + 4]);
        }
        if (info.isPure() && info.opcode() != Op.MOVI) {
            pure(info, code, ip);
        } else if (info.exits()) {
            exit(info, code, ip);
        }
    }

    private boolean known(boolean read, int register) {
        return !read || values.isConstant(register);
    }

    private void pure(OpInfo info, int[] code, int ip) {
        int a = code[ip + 2];
        int b = code[ip + 3];
        int c = code[ip] >>> 16;
        if (known(info.readsA(), a) && known(info.readsB(), b) && known(info.readsC(), c)) {
            long result = Folding.evaluate(
                    info.opcode(),
                    values.constant(a),
                    info.readsB() ? values.constant(b) : 0,
                    info.readsC() ? values.constant(c) : c,
                    code[ip + 4]);
            set(code, ip, Op.MOVI, (int) result, (int) (result >>> 32), 0);
            return;
        }
        if (info.opcode() == Op.SELF) {
            select(code, ip, a, b, c);
        } else if (info.readsB() && values.isConstant(b)) {
            withConstant(code, ip, a, values.constant(b));
        } else if (info.readsB() && values.isConstant(a) && commutes(info.opcode())) {
            withConstant(code, ip, b, values.constant(a));
        }
        identity(code, ip);
    }

    private void select(int[] code, int ip, int a, int b, int c) {
        if (values.isConstant(c)) {
            set(code, ip, Op.MOV, Flags.test(code[ip + 4], values.constant(c)) ? a : b, 0, 0);
        } else if (a == b) {
            set(code, ip, Op.MOV, a, 0, 0);
        }
    }

    private static void set(int[] code, int ip, int opcode, int a, int b, int imm) {
        code[ip] = Op.withOpcode(code[ip], opcode);
        code[ip + 2] = a;
        code[ip + 3] = b;
        code[ip + 4] = imm;
    }

    private static boolean commutes(int opcode) {
        return switch (opcode) {
            case Op.ADD, Op.AND, Op.OR, Op.XOR, Op.ADDW, Op.ADDF, Op.ADDFW -> true;
            default -> false;
        };
    }

    /** Gives an operation with one constant operand its immediate form, if it has one that holds the constant. */
    private static void withConstant(int[] code, int ip, int other, long constant) {
        int low = (int) constant;
        int form = narrowForm(code[ip] & 0xFF);
        if (form >= 0) {
            set(code, ip, form, other, 0, (code[ip] & 0xFF) == Op.SUBW ? -low : low);
            return;
        }
        form = wideForm(code[ip] & 0xFF);
        long immediate =
                switch (code[ip] & 0xFF) {
                    case Op.SUB -> -constant;
                    case Op.ANDN -> ~constant;
                    default -> constant;
                };
        if (form >= 0 && immediate == (int) immediate) {
            set(code, ip, form, other, 0, (int) immediate);
        }
    }

    /** The immediate forms of which only the constant's low bits count. */
    private static int narrowForm(int opcode) {
        return switch (opcode) {
            case Op.SHL -> Op.SHLI;
            case Op.SHR -> Op.SHRI;
            case Op.SAR -> Op.SARI;
            case Op.ROR -> Op.RORI;
            case Op.ADDW, Op.SUBW -> Op.ADDWI;
            case Op.SHLW -> Op.SHLWI;
            case Op.SHRW -> Op.SHRWI;
            case Op.SARW -> Op.SARWI;
            case Op.RORW -> Op.RORWI;
            case Op.ADDFW -> Op.ADDFWI;
            case Op.SUBFW -> Op.SUBFWI;
            default -> -1;
        };
    }

    /** The immediate forms that extend the constant's sign. */
    private static int wideForm(int opcode) {
        return switch (opcode) {
            case Op.ADD, Op.SUB -> Op.ADDI;
            case Op.AND, Op.ANDN -> Op.ANDI;
            case Op.OR -> Op.ORI;
            case Op.XOR -> Op.XORI;
            case Op.ADDF -> Op.ADDFI;
            case Op.SUBF -> Op.SUBFI;
            default -> -1;
        };
    }

    /** Makes a copy of an operation that changes nothing. */
    private void identity(int[] code, int ip) {
        int imm = code[ip + 4];
        boolean same =
                switch (code[ip] & 0xFF) {
                    case Op.ADDI, Op.ORI, Op.XORI -> imm == 0;
                    case Op.SHLI, Op.SHRI, Op.SARI, Op.RORI -> (imm & 63) == 0;
                    case Op.ANDI -> imm == -1;
                    case Op.ZEXT32 -> values.isNarrow(code[ip + 2]);
                    default -> false;
                };
        if (same) {
            set(code, ip, Op.MOV, values.resolve(code[ip + 2]), 0, 0);
        }
    }

    /** Removes a conditional exit that is never taken. */
    private void exit(OpInfo info, int[] code, int ip) {
        int a = code[ip + 2];
        int b = code[ip + 3];
        int c = code[ip] >>> 16;
        boolean never =
                switch (info.opcode()) {
                    case Op.EXITC ->
                        known(true, a) && known(true, b) && !Cond.test(c, values.constant(a), values.constant(b));
                    case Op.EXITCW ->
                        known(true, a)
                                && known(true, b)
                                && !Cond.test(c, (int) values.constant(a), (int) values.constant(b));
                    case Op.EXITF -> known(true, c) && !Flags.test(a, values.constant(c));
                    case Op.EXITB -> known(true, a) && ((values.constant(a) >>> b) & 1) != c;
                    default -> false;
                };
        if (never) {
            code[ip] = REMOVED;
        }
    }
}
