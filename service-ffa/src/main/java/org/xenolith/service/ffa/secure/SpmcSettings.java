// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.xenolith.service.ffa.abi.FfaVersion;

/**
 * How the emulated secure partition manager behaves.
 *
 * @param version FF-A version that it offers, 1.1 to 1.3
 * @param missing ids of functions that it does not have
 * @param preemptNanos how long a partition runs before an interrupt for the caller preempts it
 * @param budgetNanos how long a partition may take for one request
 */
public record SpmcSettings(int version, Set<Integer> missing, long preemptNanos, long budgetNanos) {
    /** Version 1.2, everything there, 10 ms and 1 s. */
    public static final SpmcSettings DEFAULT =
            new SpmcSettings(FfaVersion.V1_2, Set.of(), TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(1));

    /** Copies the set. */
    public SpmcSettings {
        missing = Set.copyOf(missing);
    }
}
