// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/**
 * Arithmetic element by element: scalar instructions and the vector instructions of the same name [DDI0487 C7.2].
 *
 * <p>As everywhere in this package an instruction is called with the register file, its own word, and two general
 * operands that only some use; the result is for those that have a general destination.
 */
public final class FpArithmetic {
    private static final FpFormat S = FpFormat.SINGLE;
    private static final FpFormat D = FpFormat.DOUBLE;

    private static final FpBinary ADD_D = Fp64::add;
    private static final FpBinary ADD_S = Fp32::add;
    private static final FpBinary SUB_D = Fp64::sub;
    private static final FpBinary SUB_S = Fp32::sub;
    private static final FpBinary MUL_D = Fp64::mul;
    private static final FpBinary MUL_S = Fp32::mul;
    private static final FpBinary DIV_D = Fp64::div;
    private static final FpBinary DIV_S = Fp32::div;
    private static final FpBinary NMUL_D = (r, x, y) -> Fp64.neg(Fp64.mul(r, x, y));
    private static final FpBinary NMUL_S = (r, x, y) -> Fp32.neg(Fp32.mul(r, x, y));
    private static final FpBinary ABD_D = (r, x, y) -> Fp64.abs(Fp64.sub(r, x, y));
    private static final FpBinary ABD_S = (r, x, y) -> Fp32.abs(Fp32.sub(r, x, y));
    private static final FpBinary MULX_D = (r, x, y) -> SoftFloat.mulx(r, D, x, y);
    private static final FpBinary MULX_S = (r, x, y) -> SoftFloat.mulx(r, S, x, y);
    private static final FpUnary SQRT_D = Fp64::sqrt;
    private static final FpUnary SQRT_S = Fp32::sqrt;
    private static final FpUnary ABS_D = (r, x) -> Fp64.abs(x);
    private static final FpUnary ABS_S = (r, x) -> Fp32.abs(x);
    private static final FpUnary NEG_D = (r, x) -> Fp64.neg(x);
    private static final FpUnary NEG_S = (r, x) -> Fp32.neg(x);

    private FpArithmetic() {}

    public static long fadd(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, ADD_D, ADD_S);
    }

    public static long fsub(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, SUB_D, SUB_S);
    }

    public static long fmul(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, MUL_D, MUL_S);
    }

    public static long fmulElement(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, MUL_D, MUL_S, Lanes.element(r, word));
    }

    public static long fmulx(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, MULX_D, MULX_S);
    }

    public static long fmulxElement(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, MULX_D, MULX_S, Lanes.element(r, word));
    }

    public static long fnmul(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, NMUL_D, NMUL_S);
    }

    public static long fdiv(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, DIV_D, DIV_S);
    }

    public static long fabd(long[] r, int word, long a, long b) {
        return Lanes.binary(r, word, ABD_D, ABD_S);
    }

    public static long fsqrt(long[] r, int word, long a, long b) {
        return Lanes.unary(r, word, SQRT_D, SQRT_S);
    }

    public static long fabs(long[] r, int word, long a, long b) {
        return Lanes.unary(r, word, ABS_D, ABS_S);
    }

    public static long fneg(long[] r, int word, long a, long b) {
        return Lanes.unary(r, word, NEG_D, NEG_S);
    }
}
