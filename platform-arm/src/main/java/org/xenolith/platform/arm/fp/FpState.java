// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/**
 * The floating-point control and status registers inside a vCPU's register file [DDI0487 C5.2.7, C5.2.8].
 *
 * <p>Slot numbers are indexes of the register file; masks are bits of the architectural registers.
 */
final class FpState {
    static final int FPCR = 34;
    static final int FPSR = 35;
    /** V0 bits 63:0; Vn is at {@code V0 + 2n}, its bits 127:64 one slot further. */
    static final int V0 = 64;

    /** Alternative half precision. */
    static final long AHP = 1L << 26;
    /** Every NaN result is the default NaN. */
    static final long DN = 1L << 25;
    /** Denormal single and double precision inputs and results count as zero. */
    static final long FZ = 1L << 24;

    static final int RMODE_SHIFT = 22;
    static final long RMODE = 3L << RMODE_SHIFT;

    /** The values of FPCR.RMode. */
    static final int TO_NEAREST = 0;

    static final int UP = 1;
    static final int DOWN = 2;
    static final int TO_ZERO = 3;
    /** To nearest, ties away from zero: only instructions ask for it. */
    static final int AWAY = 4;
    /** To odd: only FCVTXN asks for it. */
    static final int TO_ODD = 5;

    static final long IOC = 1;
    static final long DZC = 1 << 1;
    static final long OFC = 1 << 2;
    static final long UFC = 1 << 3;
    static final long IXC = 1 << 4;
    static final long IDC = 1 << 7;

    private FpState() {}

    /** FPCR.RMode. */
    static int rounding(long[] r) {
        return (int) (r[FPCR] >>> RMODE_SHIFT) & 3;
    }

    static boolean flushes(long[] r) {
        return (r[FPCR] & FZ) != 0;
    }

    static boolean alternativeHalf(long[] r) {
        return (r[FPCR] & AHP) != 0;
    }

    /** Accumulates exceptions; none of them traps. */
    static void raise(long[] r, long flags) {
        r[FPSR] |= flags;
    }
}
