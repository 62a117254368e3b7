// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

import java.lang.invoke.MethodHandles;
import org.xenolith.engine.exec.Helpers;
import org.xenolith.platform.arm.a64.Crc32Instructions;
import org.xenolith.platform.arm.fp.FpArithmetic;
import org.xenolith.platform.arm.fp.FpCompare;
import org.xenolith.platform.arm.fp.FpEstimate;
import org.xenolith.platform.arm.fp.FpFromInteger;
import org.xenolith.platform.arm.fp.FpFused;
import org.xenolith.platform.arm.fp.FpIntegral;
import org.xenolith.platform.arm.fp.FpMaxMin;
import org.xenolith.platform.arm.fp.FpMove;
import org.xenolith.platform.arm.fp.FpPrecision;
import org.xenolith.platform.arm.fp.FpToInteger;
import org.xenolith.platform.arm.simd.AcrossLanes;
import org.xenolith.platform.arm.simd.Aes;
import org.xenolith.platform.arm.simd.Arithmetic;
import org.xenolith.platform.arm.simd.BitCount;
import org.xenolith.platform.arm.simd.Compare;
import org.xenolith.platform.arm.simd.Halving;
import org.xenolith.platform.arm.simd.Logical;
import org.xenolith.platform.arm.simd.LongMultiply;
import org.xenolith.platform.arm.simd.Moves;
import org.xenolith.platform.arm.simd.Narrowing;
import org.xenolith.platform.arm.simd.Pairwise;
import org.xenolith.platform.arm.simd.Permute;
import org.xenolith.platform.arm.simd.PolynomialMultiply;
import org.xenolith.platform.arm.simd.Saturating;
import org.xenolith.platform.arm.simd.Sha1;
import org.xenolith.platform.arm.simd.Sha256;
import org.xenolith.platform.arm.simd.ShiftImmediate;
import org.xenolith.platform.arm.simd.ShiftRegister;
import org.xenolith.platform.arm.simd.Widening;

/** The helpers of translated A64 code, from the classes that hold them. */
public final class ArmHelpers {
    private ArmHelpers() {}

    /**
     * Collects all helpers.
     */
    public static Helpers create() {
        Helpers helpers = new Helpers(MethodHandles.lookup());
        return helpers.addAll(Exceptions.class)
                .addAll(SystemRegisters.class)
                .addAll(Maintenance.class)
                .addAll(VectorMemory.class)
                .addAll(Exclusives.class)
                .addAll(Crc32Instructions.class)
                .addAll(AcrossLanes.class)
                .addAll(Aes.class)
                .addAll(Arithmetic.class)
                .addAll(BitCount.class)
                .addAll(Compare.class)
                .addAll(Halving.class)
                .addAll(Logical.class)
                .addAll(LongMultiply.class)
                .addAll(Moves.class)
                .addAll(Narrowing.class)
                .addAll(Pairwise.class)
                .addAll(Permute.class)
                .addAll(PolynomialMultiply.class)
                .addAll(Saturating.class)
                .addAll(Sha1.class)
                .addAll(Sha256.class)
                .addAll(ShiftImmediate.class)
                .addAll(ShiftRegister.class)
                .addAll(Widening.class)
                .addAll(FpArithmetic.class)
                .addAll(FpCompare.class)
                .addAll(FpEstimate.class)
                .addAll(FpFromInteger.class)
                .addAll(FpFused.class)
                .addAll(FpIntegral.class)
                .addAll(FpMaxMin.class)
                .addAll(FpMove.class)
                .addAll(FpPrecision.class)
                .addAll(FpToInteger.class);
    }
}
