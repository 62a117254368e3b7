// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Flags against arithmetic without limits. */
class FlagsTest {
    /** Flags of a + b + carry in a width, where a difference is a sum with the complement and a carry. */
    private static long expected(long a, long b, long carry, int width) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(width);
        BigInteger unsigned = unsigned(a, modulus).add(unsigned(b, modulus)).add(BigInteger.valueOf(carry));
        BigInteger signed = signed(a, width).add(signed(b, width)).add(BigInteger.valueOf(carry));
        BigInteger result = unsigned.mod(modulus);
        boolean negative = result.testBit(width - 1);
        return (negative ? Flags.N : 0)
                | (result.signum() == 0 ? Flags.Z : 0)
                | (unsigned.compareTo(modulus) >= 0 ? Flags.C : 0)
                | (!signed.equals(negative ? result.subtract(modulus) : result) ? Flags.V : 0);
    }

    private static BigInteger unsigned(long value, BigInteger modulus) {
        return BigInteger.valueOf(value).mod(modulus);
    }

    private static BigInteger signed(long value, int width) {
        return BigInteger.valueOf(width == 32 ? (int) value : value);
    }

    @Property
    void sumsHaveTheFlagsOfArithmetic(@ForAll long a, @ForAll long b, @ForAll @IntRange(max = 1) int carry) {
        assertEquals(expected(a, b, 0, 64), Flags.add(a, b));
        assertEquals(expected(a, b, 0, 32), Flags.addW(a, b));
        assertEquals(expected(a, b, carry, 64), Flags.adc(a, b, carry));
        assertEquals(expected(a, b, carry, 32), Flags.adcW(a, b, carry));
    }

    @Property
    void differencesHaveTheFlagsOfArithmetic(@ForAll long a, @ForAll long b) {
        assertEquals(expected(a, ~b, 1, 64), Flags.sub(a, b));
        assertEquals(expected(a, ~b, 1, 32), Flags.subW(a, b));
        assertEquals(Flags.Z | Flags.C, Flags.sub(a, a));
    }
}
