// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.support;

import org.xenolith.engine.exec.Cpu;
import org.xenolith.engine.exec.SoftMmu;

/** The toy guest's helpers. */
final class ToyHelpers {
    private ToyHelpers() {}

    /** Reads and writes registers. */
    static long mix(long[] r, int imm, long a, long b) {
        int d = imm % ToyFrontEnd.GENERAL;
        r[d] += a ^ Long.rotateLeft(b, imm) ^ r[(imm + 5) % ToyFrontEnd.GENERAL];
        return r[d] * 31 + imm;
    }

    /** Reads registers. */
    static long sum(long[] r, int imm, long a, long b) {
        long sum = imm;
        for (int i = 0; i < ToyFrontEnd.GENERAL; i++) {
            sum = sum * 17 + r[i];
        }
        return sum + a - b;
    }

    /** Writes a register, then reads memory, which may fault. */
    static long touch(Cpu cpu, int imm, long a, long b) {
        cpu.r[imm % ToyFrontEnd.GENERAL] ^= b;
        long address = ToyGuest.DATA + (a & (ToyGuest.DATA_SIZE - 1) & -8);
        return SoftMmu.load(cpu, address, 3) + cpu.instructions;
    }

    /** Asks for attention. */
    static long interrupt(Cpu cpu, int imm, long a, long b) {
        if (imm % 4 == 0) {
            cpu.attend(Cpu.KICK);
        }
        return a + b;
    }
}
