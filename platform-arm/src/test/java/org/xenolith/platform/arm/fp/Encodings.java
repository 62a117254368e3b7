// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generators of encodings that crowd where arithmetic goes wrong: range ends, powers of two, ties, runs of bits. */
final class Encodings {
    private Encodings() {}

    /** Finite numbers, zeros and denormals among them. */
    static Arbitrary<Long> finite(FpFormat f) {
        int largest = (1 << f.exponentBits()) - 2;
        Arbitrary<Integer> exponents = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, largest)),
                Tuple.of(2, Arbitraries.integers().between(0, 3)),
                Tuple.of(2, Arbitraries.integers().between(largest - 3, largest)),
                Tuple.of(5, Arbitraries.integers().between(f.bias() - 4, f.bias() + 4)),
                Tuple.of(
                        3,
                        Arbitraries.integers()
                                .between(f.bias() - f.fractionBits() - 3, f.bias() + f.fractionBits() + 3)));
        return Combinators.combine(Arbitraries.of(0L, f.signBit()), exponents, fractions(f))
                .as((sign, exponent, fraction) -> sign | (long) exponent << f.fractionBits() | fraction);
    }

    private static Arbitrary<Long> fractions(FpFormat f) {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, f.fractionBits());
        Arbitrary<Long> runs = Combinators.combine(places, places, Arbitraries.of(-1L, 0L, 1L))
                .as((from, to, off) -> (1L << from) - (1L << to) + off & f.fractionMask());
        return Arbitraries.oneOf(List.of(
                Arbitraries.longs().between(0, f.fractionMask()), runs, Arbitraries.of(0L, 1L, f.fractionMask())));
    }

    /** FPCR with each rounding mode, FZ, DN and AHP in any combination. */
    static Arbitrary<Long> controls() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(0L, 0L, FpState.FZ),
                        Arbitraries.of(0L, FpState.DN),
                        Arbitraries.of(0L, FpState.AHP))
                .as((mode, fz, dn, ahp) -> (long) mode << FpState.RMODE_SHIFT | fz | dn | ahp);
    }
}
