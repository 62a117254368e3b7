// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Corners of the architecture's text, one at a time; V0 is the destination, V1 and V2 the sources. */
class CornerValueTest {
    private static final int D0 = 64;
    private static final int N0 = 66;
    private static final int M0 = 68;
    private static final int V1_V2 = 2 << 16 | 1 << 5;

    private final long[] r = new long[128];

    private void expect(long high, long low) {
        assertEquals(Long.toHexString(low), Long.toHexString(r[D0]));
        assertEquals(Long.toHexString(high), Long.toHexString(r[D0 + 1]));
    }

    private boolean saturated() {
        return (r[RegisterFiles.FPSR] & RegisterFiles.QC) != 0;
    }

    @Test
    void aSaturationStaysNotedWhenTheNextSumFits() {
        r[N0] = Long.MAX_VALUE;
        r[M0] = 1;
        Saturating.sqadd(r, 0x5EE00C00 | V1_V2, 0, 0);
        expect(0, Long.MAX_VALUE);
        assertEquals(true, saturated());
        r[M0] = 0;
        Saturating.sqadd(r, 0x5EE00C00 | V1_V2, 0, 0);
        assertEquals(true, saturated());
    }

    @Test
    void aScalarDoesNotSaturateForTheLanesBesideIt() {
        r[N0] = 0x7F7F7F7F7F7F7F01L;
        r[M0] = 0x0101010101010101L;
        r[D0 + 1] = -1;
        Saturating.sqadd(r, 0x5E200C00 | V1_V2, 0, 0);
        expect(0, 2);
        assertEquals(false, saturated());
    }

    @Test
    void aHalfVectorDoesNotSaturateForTheHighHalf() {
        r[N0 + 1] = -1;
        r[M0 + 1] = -1;
        r[D0 + 1] = -1;
        Saturating.uqadd(r, 0x2E200C00 | V1_V2, 0, 0);
        expect(0, 0);
        assertEquals(false, saturated());
    }

    @Test
    void theSquareOfTheLeastValueIsTheOnlyDoubledProductThatSaturates() {
        r[N0] = 0x8000_8000_7FFF_8000L;
        r[M0] = 0x8000_7FFF_7FFF_8001L;
        Saturating.sqdmulh(r, 0x0E60B400 | V1_V2, 0, 0);
        expect(0, 0x7FFF_8001_7FFE_7FFFL);
        assertEquals(true, saturated());
    }

    @Test
    void shiftsByTheWholeWidthLeaveTheSignOrNothing() {
        r[N0] = 0x80FF7F0180FF7F01L;
        ShiftImmediate.sshr(r, 0x0F080400 | V1_V2 & 0x3E0, 0, 0);
        expect(0, 0xFFFF0000FFFF0000L);
        ShiftImmediate.ushr(r, 0x2F080400 | V1_V2 & 0x3E0, 0, 0);
        expect(0, 0);
        ShiftImmediate.urshr(r, 0x2F082400 | V1_V2 & 0x3E0, 0, 0);
        expect(0, 0x0101000001010000L);
    }

    @Test
    void aRegisterShiftLooksAtTheLowByteOnly() {
        r[N0] = 0xFFFF_0001_FFFF_0001L;
        r[M0] = 0x0080_FF01_FF7F_01FFL;
        ShiftRegister.sshl(r, 0x0E604400 | V1_V2, 0, 0);
        expect(0, 0xFFFF_0002_0000_0000L);
        ShiftRegister.srshl(r, 0x0E605400 | V1_V2, 0, 0);
        expect(0, 0x0000_0002_0000_0001L);
    }

    @Test
    void theSecondNarrowingFormKeepsTheLowHalf() {
        r[D0] = 0x0123456789ABCDEFL;
        r[N0] = 0x00F0_0FF0_FF00_0FFFL;
        Narrowing.shrn(r, 0x4F0C8400 | V1_V2 & 0x3E0, 0, 0);
        expect(0x0FFFF0FFL, 0x0123456789ABCDEFL);
    }

    @Test
    void tableRegistersWrapFromV31ToV0() {
        r[D0] = 0x1122334455667788L;
        r[126] = 0x00000000000000AAL;
        r[M0] = 0xFF20_1F17_1110_0F00L;
        Permute.tbx(r, 0x0E001000 | 1 << 13 | 2 << 16 | 31 << 5, 0, 0);
        expect(0, 0x1122_0011_7788_00AAL);
    }

    @Test
    void theImmediateOfBitsBecomesBytes() {
        Logical.movi(r, 0x6F00E400 | 5 << 16 | 5 << 5, 0, 0);
        expect(0xFF00FF0000FF00FFL, 0xFF00FF0000FF00FFL);
        Logical.mvni(r, 0x2F00D400 | 1 << 5, 0, 0);
        expect(0, 0xFFFE0000FFFE0000L);
    }

    @Test
    void theReductionOfEightBytesDoesNotSeeTheOthers() {
        r[N0] = 0x8081828384858687L;
        AcrossLanes.uminv(r, 0x2E31A800 | V1_V2 & 0x3E0, 0, 0);
        expect(0, 0x80);
        AcrossLanes.smaxv(r, 0x0E30A800 | V1_V2 & 0x3E0, 0, 0);
        expect(0, 0x87);
    }
}
