// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.time.Duration;

/**
 * What can be set about a host; domains keep what was set when they were created.
 *
 * @param quantum instructions that a vCPU executes in a turn in counted time, at least 1
 * @param nanosPerInstruction virtual nanoseconds that an instruction takes in counted time, at least 1
 * @param vacancy how long a guest's access waits for a device that is being replaced
 * @param logLinesPerSecond how many lines a domain may write to the host's log in a second
 */
public record HostSettings(long quantum, int nanosPerInstruction, Duration vacancy, int logLinesPerSecond) {
    /** What is used if nothing is said. */
    public static final HostSettings DEFAULT = new HostSettings(10_000, 1, Duration.ofMillis(2_000), 10);

    /** Checks the ranges. */
    public HostSettings {
        if (quantum < 1 || nanosPerInstruction < 1 || vacancy.isNegative() || logLinesPerSecond < 0) {
            throw new IllegalArgumentException("quantum " + quantum + ", nanoseconds per instruction "
                    + nanosPerInstruction + ", vacancy " + vacancy + ", log lines per second " + logLinesPerSecond
                    + ", allowed: >= 1, >= 1, >= 0, >= 0");
        }
    }
}
