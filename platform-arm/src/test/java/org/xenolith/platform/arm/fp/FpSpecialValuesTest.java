// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.xenolith.platform.arm.fp.FpState.DN;
import static org.xenolith.platform.arm.fp.FpState.DZC;
import static org.xenolith.platform.arm.fp.FpState.FZ;
import static org.xenolith.platform.arm.fp.FpState.IDC;
import static org.xenolith.platform.arm.fp.FpState.IOC;
import static org.xenolith.platform.arm.fp.FpState.IXC;
import static org.xenolith.platform.arm.fp.FpState.OFC;
import static org.xenolith.platform.arm.fp.FpState.UFC;

import org.junit.jupiter.api.Test;

/** NaNs, infinities, zeros and flushing, worked out by hand from [DDI0487 A1.5 and J1.3]. Doubles throughout. */
class FpSpecialValuesTest {
    private static final long QUIET_1 = 0x7ff8_0000_0000_0001L;
    private static final long QUIET_2 = 0xfff8_0000_0000_0002L;
    private static final long SIGNAL_3 = 0x7ff0_0000_0000_0003L;
    private static final long SIGNAL_4 = 0xfff0_0000_0000_0004L;
    private static final long QUIETED_3 = SIGNAL_3 | 1L << 51;
    private static final long QUIETED_4 = SIGNAL_4 | 1L << 51;
    private static final long DEFAULT = 0x7ff8_0000_0000_0000L;
    private static final long SIGN = Long.MIN_VALUE;
    private static final long INF = bits(Double.POSITIVE_INFINITY);
    private static final long ONE = bits(1);
    private static final long TWO = bits(2);
    private static final long LEAST = 1;
    private static final long NORMAL = bits(Double.MIN_NORMAL);
    private static final long MAX = bits(Double.MAX_VALUE);

    private static long bits(double x) {
        return Double.doubleToRawLongBits(x);
    }

    private static void check(Machine.Instruction op, long fpcr, long want, long flags, long... operands) {
        Machine machine = Machine.with(fpcr, 0).operands(operands);
        assertEquals(Long.toHexString(want), Long.toHexString(machine.scalar(op, FpFormat.DOUBLE)));
        assertEquals(flags, machine.flags());
    }

    @Test
    void theFirstSignallingNaNWinsThenTheFirstQuietOne() {
        check(FpArithmetic::fadd, 0, QUIET_1, 0, QUIET_1, QUIET_2);
        check(FpArithmetic::fadd, 0, QUIET_2, 0, ONE, QUIET_2);
        check(FpArithmetic::fsub, 0, QUIETED_4, IOC, QUIET_1, SIGNAL_4);
        check(FpArithmetic::fmul, 0, QUIETED_3, IOC, SIGNAL_3, SIGNAL_4);
        check(FpArithmetic::fdiv, DN, DEFAULT, 0, QUIET_2, ONE);
        check(FpArithmetic::fdiv, DN, DEFAULT, IOC, SIGNAL_4, ONE);
        check(FpArithmetic::fsqrt, 0, QUIET_2, 0, QUIET_2);
    }

    @Test
    void signsAreTurnedBeforeOrAfterNaNsPassAsTheInstructionSays() {
        check(FpArithmetic::fnmul, 0, QUIET_1 ^ SIGN, 0, QUIET_1, ONE);
        check(FpArithmetic::fabd, 0, QUIET_2 & ~SIGN, 0, QUIET_2, ONE);
        check(FpArithmetic::fneg, DN, SIGNAL_3 ^ SIGN, 0, SIGNAL_3);
        check(FpFused::fmsub, 0, QUIET_1 ^ SIGN, 0, QUIET_1, ONE, ONE);
        check(FpFused::fnmadd, 0, QUIET_2 ^ SIGN, 0, ONE, ONE, QUIET_2);
        check(FpEstimate::frecps, 0, QUIET_1 ^ SIGN, 0, QUIET_1, ONE);
        check(FpEstimate::frsqrts, 0, QUIET_2, 0, ONE, QUIET_2);
    }

    @Test
    void fusedOperationsLookAtTheAddendFirst() {
        check(FpFused::fmadd, 0, QUIET_2, 0, QUIET_1, ONE, QUIET_2);
        check(FpFused::fmadd, 0, QUIETED_3, IOC, SIGNAL_3, ONE, QUIET_2);
        check(FpFused::fmadd, 0, QUIETED_4, IOC, SIGNAL_3, ONE, SIGNAL_4);
        // zero times infinity: the default NaN even if the addend is a quiet one
        check(FpFused::fmadd, 0, DEFAULT, IOC, INF, 0, QUIET_2);
        check(FpFused::fmadd, 0, QUIETED_4, IOC, 0, INF, SIGNAL_4);
        check(FpFused::fmadd, 0, DEFAULT, IOC, INF, ONE, INF ^ SIGN);
    }

    @Test
    void theLastBitOfAProductBreaksATieFarAboveIt() {
        double a = 161_003_819_497.0;
        double b = 7_688_886_159_054_425.0;
        // a * b = 2^90 + 1, half a unit in the last place of 2^143, and one
        check(FpFused::fmadd, 0, bits(0x1.0000000000001p143), IXC, bits(a), bits(b), bits(0x1p143));
        check(FpFused::fmsub, 0, bits(0x1.0000000000001p143), IXC, bits(a), bits(b), bits(0x1.0000000000002p143));
        check(FpArithmetic::fmul, 0, bits(0x1p90), IXC, bits(a), bits(b));
    }

    @Test
    void invalidOperationsGiveTheDefaultNaN() {
        check(FpArithmetic::fadd, 0, DEFAULT, IOC, INF, INF ^ SIGN);
        check(FpArithmetic::fmul, 0, DEFAULT, IOC, 0, INF);
        check(FpArithmetic::fdiv, 0, DEFAULT, IOC, 0, 0);
        check(FpArithmetic::fdiv, 0, DEFAULT, IOC, INF, INF);
        check(FpArithmetic::fsqrt, 0, DEFAULT, IOC, ONE ^ SIGN);
        check(FpArithmetic::fsqrt, 0, SIGN, 0, SIGN);
        check(FpArithmetic::fmulx, 0, TWO ^ SIGN, 0, SIGN, INF);
        check(FpEstimate::frecps, 0, TWO, 0, SIGN, INF);
        check(FpEstimate::frsqrts, 0, bits(1.5), 0, INF, 0);
        check(FpEstimate::frsqrte, 0, DEFAULT, IOC, ONE ^ SIGN);
    }

    @Test
    void divisionOfANumberByZeroIsItsOwnException() {
        check(FpArithmetic::fdiv, 0, INF ^ SIGN, DZC, ONE ^ SIGN, 0);
        check(FpArithmetic::fdiv, 0, INF, 0, INF, 0);
        check(FpEstimate::frecpe, 0, INF ^ SIGN, DZC, SIGN);
        check(FpEstimate::frsqrte, 0, INF ^ SIGN, DZC, SIGN);
        check(FpArithmetic::fdiv, FZ, INF, DZC | IDC, ONE, LEAST);
    }

    @Test
    void flushingTakesDenormalsForZeros() {
        check(FpArithmetic::fadd, FZ, 0, IDC, LEAST, LEAST);
        check(FpArithmetic::fadd, FZ, QUIET_1, IDC, LEAST, QUIET_1);
        check(FpArithmetic::fmul, FZ, SIGN, UFC, NORMAL ^ SIGN, bits(0.5));
        check(FpArithmetic::fmul, FZ, 0, UFC, NORMAL, bits(1 - 0x1p-53));
        check(FpArithmetic::fmul, FZ, NORMAL, IXC, NORMAL + 1, bits(1 - 0x1p-53));
        check(FpArithmetic::fabs, FZ, LEAST, 0, LEAST | SIGN);
        check(FpMaxMin::fmax, FZ, 0, IDC, LEAST, SIGN);
        check(FpMaxMin::fmaxnm, FZ, SIGN, IDC, LEAST | SIGN, QUIET_1);
        check(FpEstimate::frecpx, FZ, 0x7fe0_0000_0000_0000L, IDC, LEAST);
        check(FpIntegral::frintp, FZ, 0, IDC, LEAST);
        check(FpIntegral::frintp, 0, ONE, 0, LEAST);
    }

    @Test
    void tininessIsSeenBeforeRounding() {
        // rounds up to the least normal number, and yet was tiny
        check(FpArithmetic::fmul, 0, NORMAL, UFC | IXC, NORMAL, bits(1 - 0x1p-53));
        // tiny and exact is no underflow
        check(FpArithmetic::fmul, 0, NORMAL >>> 1, 0, NORMAL, bits(0.5));
        check(FpArithmetic::fmul, 0, INF, OFC | IXC, MAX, TWO);
        check(FpArithmetic::fmul, 3L << FpState.RMODE_SHIFT, MAX, OFC | IXC, MAX, TWO);
    }

    @Test
    void maximaAndMinimaOrderZerosAndTreatNaNsByName() {
        check(FpMaxMin::fmax, 0, 0, 0, SIGN, 0);
        check(FpMaxMin::fmin, 0, SIGN, 0, 0, SIGN);
        check(FpMaxMin::fmax, 0, QUIET_1, 0, ONE, QUIET_1);
        check(FpMaxMin::fmaxnm, 0, ONE, 0, ONE, QUIET_1);
        check(FpMaxMin::fminnm, 0, ONE, 0, QUIET_2, ONE);
        check(FpMaxMin::fminnm, 0, QUIET_2, 0, QUIET_2, QUIET_1);
        check(FpMaxMin::fmaxnm, 0, QUIETED_3, IOC, QUIET_1, SIGNAL_3);
        check(FpMaxMin::fmaxnm, 0, INF ^ SIGN, 0, QUIET_1, INF ^ SIGN);
    }

    @Test
    void comparisonsAreUnorderedWithNaNs() {
        compare(FpCompare::fcmp, 0b0110, 0, SIGN, 0);
        compare(FpCompare::fcmp, 0b1000, 0, ONE ^ SIGN, ONE);
        compare(FpCompare::fcmp, 0b0010, 0, INF, MAX);
        compare(FpCompare::fcmp, 0b0011, 0, QUIET_1, ONE);
        compare(FpCompare::fcmp, 0b0011, IOC, ONE, SIGNAL_3);
        compare(FpCompare::fcmpe, 0b0011, IOC, QUIET_1, ONE);
        check(FpCompare::fcmeq, 0, 0, 0, QUIET_1, QUIET_1);
        check(FpCompare::fcmge, 0, 0, IOC, QUIET_1, ONE);
        check(FpCompare::facgt, 0, -1, 0, TWO ^ SIGN, ONE);
    }

    private static void compare(Machine.Instruction op, long nzcv, long flags, long x, long y) {
        Machine machine = Machine.with(0, 0).operands(x, y);
        assertEquals(nzcv, op.run(machine.r, 0x1e62_2020, 0, 0));
        assertEquals(flags, machine.flags());
    }

    @Test
    void estimatesAreThoseOfTheTables() {
        check(FpEstimate::frecpe, 0, bits(0.998046875), 0, ONE);
        check(FpEstimate::frecpe, 0, bits(0.3330078125), 0, bits(3));
        check(FpEstimate::frsqrte, 0, bits(0.998046875), 0, ONE);
        check(FpEstimate::frsqrte, 0, bits(0.705078125), 0, TWO);
        // the reciprocal of a tiny number overflows, of a huge one is denormal or flushed
        check(FpEstimate::frecpe, 0, INF, OFC | IXC, LEAST);
        check(FpEstimate::frecpe, 0, 0x0007_fc00_0000_0000L, 0, 0x7fe0_0000_0000_0000L);
        check(FpEstimate::frecpe, 0, 0x001f_f000_0000_0000L, 0, 0x7fc0_0000_0000_0000L);
        check(FpEstimate::frecpe, FZ, 0, UFC, MAX);
    }
}
