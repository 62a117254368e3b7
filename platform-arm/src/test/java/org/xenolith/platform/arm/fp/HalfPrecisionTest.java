// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Conversions from and to half precision: all 65,536 encodings, and the corners of the alternative format. */
class HalfPrecisionTest {
    private static final int VN = 1 << 5;

    @Test
    void everyHalfIsTheSingleThatTheHostSays() {
        for (int h = 0; h < 0x10000; h++) {
            boolean nan = (h & 0x7fff) > 0x7c00;
            int host = Float.floatToRawIntBits(Float.float16ToFloat((short) h)) | (nan ? 0x0040_0000 : 0);
            boolean signalling = nan && (h & 0x200) == 0;
            check(FpPrecision::fcvtHalfToSingle, 0, h, host & 0xffff_ffffL, signalling ? FpState.IOC : 0);
        }
    }

    @Test
    void everyNumberComesBackFromSingleAndDouble() {
        for (int h = 0; h < 0x10000; h++) {
            if ((h & 0x7fff) > 0x7c00) {
                continue;
            }
            float value = Float.float16ToFloat((short) h);
            check(FpPrecision::fcvtSingleToHalf, 0, Float.floatToRawIntBits(value) & 0xffff_ffffL, h, 0);
            check(FpPrecision::fcvtDoubleToHalf, 0, Double.doubleToRawLongBits(value), h, 0);
        }
    }

    @Test
    void flushToZeroLeavesHalvesAlone() {
        check(FpPrecision::fcvtHalfToSingle, FpState.FZ, 0x0001, 0x3380_0000L, 0);
        check(FpPrecision::fcvtSingleToHalf, FpState.FZ, 0x3380_0000L, 0x0001, 0);
        // half of the least denormal half: tiny and inexact, a tie to even
        check(FpPrecision::fcvtSingleToHalf, FpState.FZ, 0x3300_0000L, 0, FpState.UFC | FpState.IXC);
        // but a denormal single is flushed
        check(FpPrecision::fcvtSingleToHalf, FpState.FZ, 1, 0, FpState.IDC);
    }

    @Test
    void theAlternativeFormatHasNumbersInPlaceOfInfinitiesAndNaNs() {
        check(FpPrecision::fcvtHalfToSingle, FpState.AHP, 0x7c00, Float.floatToRawIntBits(65536f), 0);
        check(FpPrecision::fcvtHalfToDouble, FpState.AHP, 0x7fff, Double.doubleToRawLongBits(131008), 0);
        check(FpPrecision::fcvtSingleToHalf, FpState.AHP, Float.floatToRawIntBits(131008f), 0x7fff, 0);
        // too large: the largest number and IOC, without OFC and IXC
        check(FpPrecision::fcvtSingleToHalf, FpState.AHP, Float.floatToRawIntBits(131072f), 0x7fff, FpState.IOC);
        check(FpPrecision::fcvtSingleToHalf, FpState.AHP, 0xff80_0000L, 0xffff, FpState.IOC);
        // a NaN: a zero of its sign and IOC
        check(FpPrecision::fcvtSingleToHalf, FpState.AHP, 0xffc0_0000L, 0x8000, FpState.IOC);
        check(FpPrecision::fcvtDoubleToHalf, FpState.AHP | FpState.DN, 0x7ff8_0000_0000_0001L, 0, FpState.IOC);
    }

    @Test
    void nansKeepTheirUpperFractionBits() {
        check(FpPrecision::fcvtHalfToDouble, 0, 0xfd55, 0xfffd_5400_0000_0000L, FpState.IOC);
        check(FpPrecision::fcvtDoubleToHalf, 0, 0xfffd_5400_0000_0001L, 0xff55, 0);
        check(FpPrecision::fcvtDoubleToSingle, 0, 0x7ff0_0000_0000_0001L, 0x7fc0_0000L, FpState.IOC);
        check(FpPrecision::fcvtSingleToDouble, FpState.DN, 0xffc1_2345L, 0x7ff8_0000_0000_0000L, 0);
    }

    @Test
    void theUpperFormsWorkOnTheUpperHalves() {
        Machine machine =
                Machine.with(0, 0).vector(0, 0x1111, 0x2222).vector(1, 0x3ff0_0000_0000_0000L, 0x4000_0000_0000_0000L);
        FpPrecision.fcvtn(machine.r, 0x4e61_6820, 0, 0);
        assertEquals(0x1111, machine.low());
        assertEquals(0x4000_0000_3f80_0000L, machine.high());
        machine.vector(1, 0, 0x3c00_4000_bc00_0000L);
        FpPrecision.fcvtl(machine.r, 0x4e21_7820, 0, 0);
        assertEquals(0xbf80_0000_0000_0000L, machine.low());
        assertEquals(0x3f80_0000_4000_0000L, machine.high());
    }

    private static void check(Machine.Instruction op, long fpcr, long x, long want, long flags) {
        Machine machine = Machine.with(fpcr, 0).operands(x);
        op.run(machine.r, VN, 0, 0);
        assertEquals(Long.toHexString(want), Long.toHexString(machine.low()), () -> "of " + Long.toHexString(x));
        assertEquals(flags, machine.flags(), () -> "flags of " + Long.toHexString(x));
    }
}
