// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import org.xenolith.engine.ir.Cond;
import org.xenolith.engine.ir.Flags;

/** Which condition between two values a truth table on the flags of their comparison stands for. */
final class FlagTables {
    /** The flags that a difference can have. */
    private static final int DIFFERENCE = set(0, 2, 3, 6, 8, 9, 10);
    /** The flags that a logical result can have. */
    private static final int LOGIC = set(0, 4, 8);

    private FlagTables() {}

    private static int set(int... nibbles) {
        int set = 0;
        for (int nibble : nibbles) {
            set |= 1 << nibble;
        }
        return set;
    }

    /**
     * Returns the condition that holds exactly when flags are in a table, or -1 if there is none.
     *
     * @param table the truth table
     * @param logic whether the flags are those of a logical result, compared with 0, and not of a difference
     */
    static int condition(int table, boolean logic) {
        int feasible = logic ? LOGIC : DIFFERENCE;
        for (int cond = Cond.EQ; cond <= (logic ? Cond.GT : Cond.GTU); cond++) {
            if ((table(cond) & feasible) == (table & feasible)) {
                return cond;
            }
        }
        return -1;
    }

    private static int table(int cond) {
        int table = 0;
        for (int nibble = 0; nibble < 16; nibble++) {
            table |= holds(cond, nibble) ? 1 << nibble : 0;
        }
        return table;
    }

    private static boolean holds(int cond, int flags) {
        boolean zero = (flags & Flags.Z) != 0;
        boolean less = ((flags & Flags.N) != 0) != ((flags & Flags.V) != 0);
        boolean below = (flags & Flags.C) == 0;
        boolean holds =
                switch (cond & ~1) {
                    case Cond.EQ -> zero;
                    case Cond.LT -> less;
                    case Cond.LE -> zero || less;
                    case Cond.LTU -> below;
                    default -> zero || below;
                };
        return holds == ((cond & 1) == 0);
    }
}
