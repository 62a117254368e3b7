// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import static org.xenolith.platform.arm.cpu.ArmRegisters.SP;
import static org.xenolith.platform.arm.cpu.ArmRegisters.ZERO;

import org.xenolith.engine.exec.Helpers;
import org.xenolith.engine.ir.IrBuilder;
import org.xenolith.engine.ir.Op;
import org.xenolith.platform.arm.cpu.ArmEnvironment;
import org.xenolith.platform.arm.cpu.ArmMode;
import org.xenolith.platform.arm.cpu.HostBehaviour;
import org.xenolith.platform.arm.cpu.SystemRegister;

/** What translators write to: the block under construction, and A64's conventions about registers. */
final class Emitter {
    /** The block. */
    final IrBuilder ir;

    private final Helpers helpers;
    /** Address of the instruction that is being translated. */
    long pc;
    /** The vCPU mode, see {@link ArmMode}. */
    int mode;
    /** Whether the instruction has been seen to reach a device. */
    boolean io;

    private final ArmEnvironment environment;

    Emitter(IrBuilder ir, Helpers helpers, ArmEnvironment environment) {
        this.ir = ir;
        this.helpers = helpers;
        this.environment = environment;
    }

    /** Tells whether a system register can be accessed at the current level; it may still trap. */
    boolean hasRegister(int key, boolean write) {
        boolean privileged = ArmMode.privileged(mode);
        SystemRegister register = SystemRegister.find(key);
        if (register == null) {
            return environment.hasRegister(key, privileged, write);
        }
        return write ? register.writable(privileged) : register.readable(privileged);
    }

    /** Returns what the host does in its own way. */
    HostBehaviour host() {
        return environment.host();
    }

    /** Returns the register that Xn reads from; register 31 is zero. */
    int x(int n) {
        return n == 31 ? ZERO : n;
    }

    /** Returns the register that Xn or SP reads from and writes to. */
    int xsp(int n) {
        return n == 31 ? SP : n;
    }

    /** Returns the register that a result for Xn goes to; results for register 31 are dropped. */
    int result(int n) {
        return n == 31 ? ir.temp() : n;
    }

    /** Returns a number's helper. */
    int helper(String name) {
        return helpers.index(name);
    }

    /** Calls a helper for its effect. */
    void call(String helper, int imm, int a, int b) {
        ir.call(helpers.index(helper), ir.temp(), imm, a, b);
    }

    /** Ends the block with the exception of an undefined instruction. */
    void undefined() {
        exception("undefinedInstruction", 0);
    }

    /** Ends the block with a helper that enters an exception or changes modes; it is given the instruction's address. */
    void exception(String helper, int imm) {
        ir.sync();
        int at = ir.constant(pc);
        call(helper, imm, at, at);
        ir.exitState();
    }

    /** Ends the block because what follows may be translated differently. */
    void endAfter() {
        ir.exit(pc + 4);
    }

    /**
     * Writes a result to SP. A result that may not be a multiple of 16 makes the mode change, so the block ends.
     *
     * @param value the register that holds the result
     * @param aligned whether it surely keeps the alignment that SP had
     */
    void writeSp(int value, boolean aligned) {
        ir.unary(Op.MOV, SP, value);
        if (!aligned || ArmMode.spMisaligned(mode)) {
            call("stackPointerChanged", 0, ZERO, ZERO);
            endAfter();
        }
    }

    /** Checks the alignment of SP as the base of an access; true if the block has ended with the exception. */
    boolean spFault(int n) {
        if (n == 31 && ArmMode.spMisaligned(mode)) {
            exception("stackAlignmentFault", 0);
            return true;
        }
        return false;
    }

    /** Checks that floating point and vectors may be used; true if the block has ended with the trap. */
    boolean fpTrapped() {
        if (!ArmMode.fpEnabled(mode)) {
            exception("fpAccessTrap", 0);
            return true;
        }
        return false;
    }
}
