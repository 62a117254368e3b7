// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

/** Conditions between two values; each negation differs from its condition in bit 0. */
public final class Cond {
    private Cond() {}

    public static final int EQ = 0;
    public static final int NE = 1;
    /** Signed. */
    public static final int LT = 2;

    public static final int GE = 3;
    public static final int LE = 4;
    public static final int GT = 5;
    /** Unsigned. */
    public static final int LTU = 6;

    public static final int GEU = 7;
    public static final int LEU = 8;
    public static final int GTU = 9;

    private static final String[] NAMES = {"eq", "ne", "lt", "ge", "le", "gt", "ltu", "geu", "leu", "gtu"};

    /** Returns the text form. */
    public static String name(int cond) {
        return NAMES[cond];
    }

    /** Returns the condition of that text form, or -1. */
    public static int byName(String name) {
        return java.util.Arrays.asList(NAMES).indexOf(name);
    }

    /** Decides on 64-bit values. */
    public static boolean test(int cond, long a, long b) {
        return switch (cond) {
            case EQ -> a == b;
            case NE -> a != b;
            case LT -> a < b;
            case GE -> a >= b;
            case LE -> a <= b;
            case GT -> a > b;
            case LTU -> Long.compareUnsigned(a, b) < 0;
            case GEU -> Long.compareUnsigned(a, b) >= 0;
            case LEU -> Long.compareUnsigned(a, b) <= 0;
            case GTU -> Long.compareUnsigned(a, b) > 0;
            default -> throw new IllegalArgumentException("condition " + cond + ", allowed: 0 to 9");
        };
    }
}
