// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import static org.xenolith.platform.arm.a64.Fields.bits;
import static org.xenolith.platform.arm.a64.Fields.rd;
import static org.xenolith.platform.arm.cpu.ArmRegisters.DAIF;
import static org.xenolith.platform.arm.cpu.ArmRegisters.EVENT;
import static org.xenolith.platform.arm.cpu.ArmRegisters.NZCV;
import static org.xenolith.platform.arm.cpu.ArmRegisters.ZERO;

import org.xenolith.engine.ir.Op;
import org.xenolith.platform.arm.cpu.ArmMode;
import org.xenolith.platform.arm.cpu.Maintenance;
import org.xenolith.platform.arm.cpu.SystemRegister;

/** Hints, barriers, processor state and system registers [DDI0487 C4.1.65, C5]. */
final class SystemInstructions {
    private SystemInstructions() {}

    // ---- hints

    static void wfe(Emitter e, int w) {
        e.ir.sync();
        e.call("waitForEvent", w, ZERO, ZERO);
        e.endAfter();
    }

    static void wfi(Emitter e, int w) {
        e.ir.sync();
        e.call("waitForInterrupt", w, ZERO, ZERO);
        e.endAfter();
    }

    static void sev(Emitter e, int w) {
        e.call("sendEvent", 0, ZERO, ZERO);
    }

    static void sevl(Emitter e, int w) {
        e.ir.constant(EVENT, 1);
    }

    // ---- barriers

    static void dmb(Emitter e, int w) {
        e.ir.emit(Op.FENCE, 0, 0, 0, 0, 0);
    }

    static void dsb(Emitter e, int w) {
        e.ir.emit(Op.FENCE, 0, 0, 0, 0, 0);
    }

    static void isb(Emitter e, int w) {
        e.ir.poll(e.pc + 4); // what has made translated code out of date has asked for attention
        e.endAfter();
    }

    // ---- processor state

    static void msrSpSel(Emitter e, int w) {
        if (!ArmMode.privileged(e.mode)) {
            e.undefined();
            return;
        }
        e.call("selectStackPointer", bits(w, 8, 4) & 1, ZERO, ZERO);
        e.endAfter();
    }

    static void msrDaifSet(Emitter e, int w) {
        if (ArmMode.privileged(e.mode)) {
            e.ir.immediate(Op.ORI, DAIF, DAIF, bits(w, 8, 4) << 6);
        } else {
            unprivilegedDaif(e, w, "setDaif");
        }
    }

    static void msrDaifClr(Emitter e, int w) {
        if (ArmMode.privileged(e.mode)) {
            e.ir.immediate(Op.ANDI, DAIF, DAIF, ~(bits(w, 8, 4) << 6));
            e.call("interruptsUnmasked", 0, ZERO, ZERO);
            e.endAfter();
        } else {
            unprivilegedDaif(e, w, "clearDaif");
        }
    }

    private static void unprivilegedDaif(Emitter e, int w, String helper) {
        e.ir.sync();
        e.call(helper, w, ZERO, ZERO);
        e.endAfter();
    }

    // ---- system registers

    static void mrs(Emitter e, int w) {
        int key = bits(w, 5, 16);
        if (!e.hasRegister(key, false)) {
            e.undefined();
            return;
        }
        SystemRegister register = SystemRegister.find(key);
        if (register == SystemRegister.SP_EL0 && ArmMode.usesSpEl0(e.mode)) {
            e.undefined();
            return;
        }
        int target = e.result(rd(w));
        if (register == SystemRegister.DAIF && ArmMode.privileged(e.mode)) {
            e.ir.unary(Op.MOV, target, DAIF);
            return;
        }
        if (register == SystemRegister.NZCV) {
            e.ir.immediate(Op.SHLI, target, NZCV, 28);
            return;
        }
        if (register != null && register.needsFp() && e.fpTrapped()) {
            return;
        }
        if (register != null && register.slot() >= 0) {
            e.ir.unary(Op.MOV, target, register.slot());
            return;
        }
        e.ir.sync();
        e.ir.call(e.helper("readSystemRegister"), target, w, ZERO, ZERO);
    }

    static void msr(Emitter e, int w) {
        int key = bits(w, 5, 16);
        if (!e.hasRegister(key, true)) {
            e.undefined();
            return;
        }
        SystemRegister register = SystemRegister.find(key);
        if (register == SystemRegister.SP_EL0 && ArmMode.usesSpEl0(e.mode)) {
            e.undefined();
            return;
        }
        int source = e.x(rd(w));
        if (register == SystemRegister.NZCV) {
            e.ir.immediate(Op.UBFX, NZCV, source, 28 | (4 << 8));
            return;
        }
        if (register != null && register.needsFp() && e.fpTrapped()) {
            return;
        }
        if (register != null && register.slot() >= 0 && !register.checked()) {
            e.ir.unary(Op.MOV, register.slot(), source);
            return;
        }
        e.ir.sync();
        e.call("writeSystemRegister", w, source, ZERO);
        e.endAfter();
    }

    /** Cache and TLB maintenance and address translation. */
    static void sys(Emitter e, int w) {
        if (!Maintenance.exists(bits(w, 5, 16), ArmMode.privileged(e.mode))) {
            e.undefined();
            return;
        }
        e.ir.sync();
        e.call("systemInstruction", w, e.x(rd(w)), ZERO);
        e.endAfter();
    }
}
