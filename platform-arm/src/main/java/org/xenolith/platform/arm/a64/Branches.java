// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import static org.xenolith.platform.arm.a64.Fields.bit;
import static org.xenolith.platform.arm.a64.Fields.bits;
import static org.xenolith.platform.arm.a64.Fields.rd;
import static org.xenolith.platform.arm.a64.Fields.rn;
import static org.xenolith.platform.arm.a64.Fields.sf;
import static org.xenolith.platform.arm.cpu.ArmRegisters.LR;
import static org.xenolith.platform.arm.cpu.ArmRegisters.NZCV;
import static org.xenolith.platform.arm.cpu.ArmRegisters.ZERO;

import org.xenolith.engine.ir.Cond;
import org.xenolith.engine.ir.Op;
import org.xenolith.platform.arm.cpu.ArmMode;

/** Branches, and the instructions that enter or leave an exception [DDI0487 C4.1.65]. */
final class Branches {
    private Branches() {}

    static void b(Emitter e, int w) {
        e.ir.exit(e.pc + ((long) Fields.signed(w, 0, 26) << 2));
    }

    static void bl(Emitter e, int w) {
        e.ir.constant(LR, e.pc + 4);
        e.ir.exitCall(e.pc + ((long) Fields.signed(w, 0, 26) << 2), e.pc + 4);
    }

    static void bCond(Emitter e, int w) {
        long target = e.pc + ((long) Fields.signed(w, 5, 19) << 2);
        if (bits(w, 1, 3) == 7) {
            e.ir.exit(target);
            return;
        }
        e.ir.exitIfFlags(Fields.condition(bits(w, 0, 4)), NZCV, target);
        e.ir.exit(e.pc + 4);
    }

    static void cbz(Emitter e, int w) {
        compareZero(e, w, Cond.EQ);
    }

    static void cbnz(Emitter e, int w) {
        compareZero(e, w, Cond.NE);
    }

    private static void compareZero(Emitter e, int w, int cond) {
        long target = e.pc + ((long) Fields.signed(w, 5, 19) << 2);
        e.ir.exitIf(sf(w) ? Op.EXITC : Op.EXITCW, cond, e.x(rd(w)), ZERO, target);
        e.ir.exit(e.pc + 4);
    }

    static void tbz(Emitter e, int w) {
        testBit(e, w, false);
    }

    static void tbnz(Emitter e, int w) {
        testBit(e, w, true);
    }

    private static void testBit(Emitter e, int w, boolean set) {
        long target = e.pc + ((long) Fields.signed(w, 5, 14) << 2);
        e.ir.exitIfBit(e.x(rd(w)), bits(w, 19, 5) | (bit(w, 31) ? 32 : 0), set, target);
        e.ir.exit(e.pc + 4);
    }

    static void br(Emitter e, int w) {
        e.ir.exitIndirect(e.x(rn(w)));
    }

    static void blr(Emitter e, int w) {
        int target = e.ir.temp();
        e.ir.unary(Op.MOV, target, e.x(rn(w)));
        e.ir.constant(LR, e.pc + 4);
        e.ir.exitCallIndirect(target, e.pc + 4);
    }

    static void ret(Emitter e, int w) {
        e.ir.exitReturn(e.x(rn(w)));
    }

    static void eret(Emitter e, int w) {
        if (!ArmMode.privileged(e.mode)) {
            e.undefined();
            return;
        }
        e.exception("exceptionReturn", 0);
    }

    static void svc(Emitter e, int w) {
        e.exception("supervisorCall", bits(w, 5, 16));
    }

    static void hvc(Emitter e, int w) {
        if (!ArmMode.privileged(e.mode)) {
            e.undefined();
            return;
        }
        e.exception("hypervisorCall", bits(w, 5, 16));
    }

    static void smc(Emitter e, int w) {
        if (!ArmMode.privileged(e.mode)) {
            e.undefined();
            return;
        }
        e.exception("secureMonitorCall", bits(w, 5, 16));
    }

    static void brk(Emitter e, int w) {
        e.exception("breakpoint", bits(w, 5, 16));
    }
}
