// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.psci;

import java.util.Optional;

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

    private final int number;
    private final boolean wide;

    PsciFunction(int number, boolean wide) {
        this.number = number;
        this.wide = wide;
    }

    /** Finds the function of an id in either convention. */
    static Optional<PsciFunction> of(int id) {
        for (PsciFunction f : values()) {
            if (id == BASE_32 + f.number || f.wide && id == BASE_64 + f.number) {
                return Optional.of(f);
            }
        }
        return Optional.empty();
    }
}
