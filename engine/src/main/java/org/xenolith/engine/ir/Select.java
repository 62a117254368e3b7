// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

/** Choices between two values, one for each {@link Cond}: what compiled code calls so that it needs no branches. */
public final class Select {
    private Select() {}

    /** Returns x if a is b, else y. */
    public static long eq(long a, long b, long x, long y) {
        return a == b ? x : y;
    }

    /** Returns x if a is not b, else y. */
    public static long ne(long a, long b, long x, long y) {
        return a != b ? x : y;
    }

    /** Returns x if a is less than b, else y. */
    public static long lt(long a, long b, long x, long y) {
        return a < b ? x : y;
    }

    /** Returns x if a is at least b, else y. */
    public static long ge(long a, long b, long x, long y) {
        return a >= b ? x : y;
    }

    /** Returns x if a is at most b, else y. */
    public static long le(long a, long b, long x, long y) {
        return a <= b ? x : y;
    }

    /** Returns x if a is greater than b, else y. */
    public static long gt(long a, long b, long x, long y) {
        return a > b ? x : y;
    }

    /** Returns x if a is less than b, unsigned, else y. */
    public static long ltu(long a, long b, long x, long y) {
        return Long.compareUnsigned(a, b) < 0 ? x : y;
    }

    /** Returns x if a is at least b, unsigned, else y. */
    public static long geu(long a, long b, long x, long y) {
        return Long.compareUnsigned(a, b) >= 0 ? x : y;
    }

    /** Returns x if a is at most b, unsigned, else y. */
    public static long leu(long a, long b, long x, long y) {
        return Long.compareUnsigned(a, b) <= 0 ? x : y;
    }

    /** Returns x if a is greater than b, unsigned, else y. */
    public static long gtu(long a, long b, long x, long y) {
        return Long.compareUnsigned(a, b) > 0 ? x : y;
    }

    /** Returns x if flags are in a truth table, else y. */
    public static long flags(long flags, int table, long x, long y) {
        return Flags.test(table, flags) ? x : y;
    }
}
