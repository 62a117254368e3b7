// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import static org.xenolith.platform.arm.a64.Fields.bit;
import static org.xenolith.platform.arm.a64.Fields.bits;
import static org.xenolith.platform.arm.a64.Fields.ra;
import static org.xenolith.platform.arm.a64.Fields.rd;
import static org.xenolith.platform.arm.a64.Fields.rm;
import static org.xenolith.platform.arm.a64.Fields.rn;
import static org.xenolith.platform.arm.a64.Fields.sf;

import org.xenolith.engine.ir.Op;

/** Multiplication, division, variable shifts, checksums and bit counting [DDI0487 C4.1.67]. */
final class MultiplyAndBits {
    private MultiplyAndBits() {}

    static void madd(Emitter e, int w) {
        multiplyAdd(e, w, Op.ADD, Op.ADDW);
    }

    static void msub(Emitter e, int w) {
        multiplyAdd(e, w, Op.SUB, Op.SUBW);
    }

    private static void multiplyAdd(Emitter e, int w, int wide, int narrow) {
        int product = e.ir.temp();
        int target = e.result(rd(w));
        e.ir.binary(sf(w) ? Op.MUL : Op.MULW, product, e.x(rn(w)), e.x(rm(w)));
        e.ir.binary(sf(w) ? wide : narrow, target, e.x(ra(w)), product);
    }

    static void smaddl(Emitter e, int w) {
        multiplyLong(e, w, Op.SEXT32, Op.ADD);
    }

    static void smsubl(Emitter e, int w) {
        multiplyLong(e, w, Op.SEXT32, Op.SUB);
    }

    static void umaddl(Emitter e, int w) {
        multiplyLong(e, w, Op.ZEXT32, Op.ADD);
    }

    static void umsubl(Emitter e, int w) {
        multiplyLong(e, w, Op.ZEXT32, Op.SUB);
    }

    private static void multiplyLong(Emitter e, int w, int extend, int combine) {
        int n = e.ir.temp();
        int m = e.ir.temp();
        e.ir.unary(extend, n, e.x(rn(w)));
        e.ir.unary(extend, m, e.x(rm(w)));
        e.ir.binary(Op.MUL, n, n, m);
        e.ir.binary(combine, e.result(rd(w)), e.x(ra(w)), n);
    }

    static void smulh(Emitter e, int w) {
        e.ir.binary(Op.SMULH, e.result(rd(w)), e.x(rn(w)), e.x(rm(w)));
    }

    static void umulh(Emitter e, int w) {
        e.ir.binary(Op.UMULH, e.result(rd(w)), e.x(rn(w)), e.x(rm(w)));
    }

    static void udiv(Emitter e, int w) {
        two(e, w, Op.UDIV, Op.UDIVW);
    }

    static void sdiv(Emitter e, int w) {
        two(e, w, Op.SDIV, Op.SDIVW);
    }

    static void lslv(Emitter e, int w) {
        two(e, w, Op.SHL, Op.SHLW);
    }

    static void lsrv(Emitter e, int w) {
        two(e, w, Op.SHR, Op.SHRW);
    }

    static void asrv(Emitter e, int w) {
        two(e, w, Op.SAR, Op.SARW);
    }

    static void rorv(Emitter e, int w) {
        two(e, w, Op.ROR, Op.RORW);
    }

    private static void two(Emitter e, int w, int wide, int narrow) {
        e.ir.binary(sf(w) ? wide : narrow, e.result(rd(w)), e.x(rn(w)), e.x(rm(w)));
    }

    private static final String[] CRC32 = {"crc32b", "crc32h", "crc32w", "crc32x"};
    private static final String[] CRC32C = {"crc32cb", "crc32ch", "crc32cw", "crc32cx"};

    static void crc32(Emitter e, int w) {
        String name = (bit(w, 12) ? CRC32C : CRC32)[bits(w, 10, 2)];
        e.ir.call(e.helper(name), e.result(rd(w)), w, e.x(rn(w)), e.x(rm(w)));
    }

    static void rbit(Emitter e, int w) {
        one(e, w, Op.RBIT, Op.RBITW);
    }

    static void rev(Emitter e, int w) {
        one(e, w, Op.BSWAP, Op.BSWAPW);
    }

    static void clz(Emitter e, int w) {
        one(e, w, Op.CLZ, Op.CLZW);
    }

    private static void one(Emitter e, int w, int wide, int narrow) {
        e.ir.unary(sf(w) ? wide : narrow, e.result(rd(w)), e.x(rn(w)));
    }

    static void rev16(Emitter e, int w) {
        long mask = sf(w) ? 0x00FF_00FF_00FF_00FFL : 0x00FF_00FFL;
        int m = e.ir.constant(mask);
        int low = e.ir.temp();
        int high = e.ir.temp();
        e.ir.binary(Op.AND, low, e.x(rn(w)), m);
        e.ir.immediate(Op.SHLI, low, low, 8);
        e.ir.immediate(Op.SHRI, high, e.x(rn(w)), 8);
        e.ir.binary(Op.AND, high, high, m);
        e.ir.binary(Op.OR, e.result(rd(w)), low, high);
    }

    static void rev32(Emitter e, int w) {
        int swapped = e.ir.temp();
        e.ir.unary(Op.BSWAP, swapped, e.x(rn(w)));
        e.ir.immediate(Op.RORI, e.result(rd(w)), swapped, 32);
    }

    /** CLS: the leading zeros of the value exclusive-or its sign, less the sign itself. */
    static void cls(Emitter e, int w) {
        int value = e.ir.temp();
        int sign = e.ir.temp();
        int target = e.result(rd(w));
        e.ir.unary(sf(w) ? Op.MOV : Op.SEXT32, value, e.x(rn(w)));
        e.ir.immediate(Op.SARI, sign, value, 63);
        e.ir.binary(Op.XOR, value, value, sign);
        e.ir.unary(sf(w) ? Op.CLZ : Op.CLZW, value, value);
        e.ir.immediate(Op.ADDI, target, value, -1);
    }
}
