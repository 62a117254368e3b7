// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import static org.xenolith.device.pl011.Difference.*;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whose UART this is. The slot setting {@link #SETTING} chooses; it cannot change while the slot exists. */
enum Profile {
    /** The first published version of Xen's emulation (2017, for Xen 4.9). */
    SEED(
            "seed",
            FLAGS_ZERO_AT_RESET,
            WIDE_ACCESS_CRASHES,
            UNKNOWN_OFFSETS_ABORT,
            BUSY_UNTIL_DRAINED,
            RECEIVE_WITHOUT_TRIGGER,
            TRANSMIT_WITHOUT_TRIGGER,
            DATA_DOES_NOT_EVALUATE,
            EDGE_PER_EVALUATION,
            READS_DO_NOT_NOTIFY,
            EMPTY_READ_CHANGES_FLAGS,
            DROPPED_WRITE_CHANGES_FLAGS),
    /** Xen 4.23 with the console back end in a domain. */
    MAINLINE("mainline"),
    /** Xen 4.23 with the console back end in the hypervisor. */
    MAINLINE_XEN(
            "mainline-xen",
            SYNCHRONOUS_OUTPUT,
            SHORT_RECEIVE_BUFFER,
            NEW_INPUT_RAISES,
            CHANGES_NOTIFY,
            DROPPED_WRITE_CHANGES_FLAGS),
    /** The PrimeCell itself; no behaviour of Xen. */
    EXTENDED("extended", PRIMECELL, CHANGES_NOTIFY);

    /** The slot setting. */
    static final String SETTING = "profile";

    /** How the setting names it. */
    final String key;

    private final int differences;

    Profile(String key, Difference... differences) {
        this.key = key;
        int set = 0;
        for (Difference difference : differences) {
            set |= 1 << difference.ordinal();
        }
        this.differences = set;
    }

    boolean has(Difference difference) {
        return (differences & 1 << difference.ordinal()) != 0;
    }

    static Optional<Profile> of(String key) {
        return Arrays.stream(values()).filter(p -> p.key.equals(key)).findFirst();
    }

    static String keys() {
        return Arrays.stream(values()).map(p -> p.key).collect(Collectors.joining(", "));
    }
}
