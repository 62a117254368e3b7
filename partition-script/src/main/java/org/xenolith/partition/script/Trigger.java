// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.script;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What may happen to the partition; in a script by its name in small letters. */
enum Trigger {
    /** A direct request. */
    DIRECT,
    /** An indirect message. */
    INDIRECT,
    /** Notifications that a virtual machine has set. */
    NOTIFIED,
    /** Memory that a virtual machine has shared. */
    SHARED,
    /** A virtual machine is being created. */
    CREATED,
    /** A virtual machine is gone. */
    DESTROYED;

    static Trigger of(String word) {
        return Arrays.stream(values())
                .filter(t -> t.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown event " + word + ", allowed: "
                        + Arrays.stream(values()).map(Trigger::word).collect(Collectors.joining(", "))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
