// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** A register file for tests, with operands in V1, V2, V3 and results in V0. */
final class Machine {
    final long[] r = new long[136];

    /** An instruction. */
    @FunctionalInterface
    interface Instruction {
        long run(long[] r, int word, long a, long b);
    }

    static Machine with(long fpcr, long fpsr) {
        Machine machine = new Machine();
        machine.r[FpState.FPCR] = fpcr;
        machine.r[FpState.FPSR] = fpsr;
        return machine;
    }

    Machine operands(long... values) {
        for (int i = 0; i < values.length; i++) {
            vector(i + 1, values[i], 0);
        }
        return this;
    }

    Machine vector(int n, long low, long high) {
        r[FpState.V0 + 2 * n] = low;
        r[FpState.V0 + 2 * n + 1] = high;
        return this;
    }

    /** Runs a scalar instruction Rd = 0, Rn = 1, Rm = 2, Ra = 3 and returns V0 bits 63:0. */
    long scalar(Instruction instruction, FpFormat f) {
        int precision = f.width() == 64 ? 1 << 22 : 0;
        instruction.run(r, 0x1e200000 | precision | 2 << 16 | 3 << 10 | 1 << 5, 0, 0);
        return low();
    }

    long low() {
        return r[FpState.V0];
    }

    long high() {
        return r[FpState.V0 + 1];
    }

    long flags() {
        return r[FpState.FPSR];
    }
}
