// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/**
 * How much RAM a domain has.
 *
 * @param startMiB at its start, in MiB, 1 to {@link #MOST_MIB}
 * @param maxMiB the most it may ever have, in MiB, at least {@code startMiB}
 */
public record Memory(long startMiB, long maxMiB) {
    /** Both RAM windows of an Arm guest, 3 GiB and 1016 GiB, in MiB [Xen public/arch-arm.h]. */
    public static final long MOST_MIB = (3 + 1016) * 1024L;

    public Memory {
        if (startMiB < 1 || startMiB > maxMiB || maxMiB > MOST_MIB) {
            throw new IllegalArgumentException(
                    startMiB + " of at most " + maxMiB + " MiB; allowed: 1 to " + MOST_MIB + ", in this order");
        }
    }

    /** At the start, in bytes. */
    public long startBytes() {
        return startMiB << 20;
    }
}
