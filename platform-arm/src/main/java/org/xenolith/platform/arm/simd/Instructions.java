// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import java.util.List;

/** The classes whose public methods are the instructions of this package; a method's name is unique among them. */
public final class Instructions {
    private static final List<Class<?>> CLASSES = List.of(
            AcrossLanes.class,
            Aes.class,
            Arithmetic.class,
            BitCount.class,
            Compare.class,
            Halving.class,
            Logical.class,
            LongMultiply.class,
            Moves.class,
            Narrowing.class,
            Pairwise.class,
            Permute.class,
            PolynomialMultiply.class,
            Saturating.class,
            Sha1.class,
            Sha256.class,
            ShiftImmediate.class,
            ShiftRegister.class,
            Widening.class);

    private Instructions() {}

    /** Returns the classes, in the order of their names. */
    public static List<Class<?>> classes() {
        return CLASSES;
    }
}
