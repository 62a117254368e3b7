// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.psci;

import org.jspecify.annotations.Nullable;

/** The functions of PSCI that are answered with more than "not supported", and the widths they are accepted in. */
enum PsciFunction {
    PSCI_VERSION(0x0, false),
    CPU_SUSPEND(0x1, true),
    CPU_OFF(0x2, false),
    CPU_ON(0x3, true),
    AFFINITY_INFO(0x4, true),
    MIGRATE_INFO_TYPE(0x6, false),
    SYSTEM_OFF(0x8, false),
    SYSTEM_RESET(0x9, false),
    PSCI_FEATURES(0xA, false),
    SYSTEM_SUSPEND(0xE, true);

    /** Owner 4, fast call, 32-bit convention. */
    static final int BASE_32 = 0x8400_0000;

    /** Owner 4, fast call, 64-bit convention. */
    static final int BASE_64 = 0xC400_0000;

    /** The 64-bit convention [DEN0028 2.5]. */
    static final int WIDE = BASE_64 ^ BASE_32;

    private static final int NUMBERS = 0x20;
    private static final @Nullable PsciFunction[] BY_NUMBER = new PsciFunction[NUMBERS];

    static {
        for (PsciFunction f : values()) {
            BY_NUMBER[f.number] = f;
        }
    }

    private final int number;
    private final boolean wide;

    PsciFunction(int number, boolean wide) {
        this.number = number;
        this.wide = wide;
    }

    /** Returns the function of an id in either convention, null if it is none. */
    static @Nullable PsciFunction of(int id) {
        int number = id & NUMBERS - 1;
        PsciFunction function = (id & ~WIDE) == BASE_32 + number ? BY_NUMBER[number] : null;
        boolean accepted = function != null && (function.wide || (id & WIDE) == 0);
        return accepted ? function : null;
    }
}
