// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/**
 * How many vCPUs a domain has.
 *
 * @param online running from the start, 1 to {@code most}
 * @param most that may ever run, up to {@link #MOST}
 */
public record CpuCount(int online, int most) {
    /** The vCPUs that an Arm guest with GICv3 may have [Xen public/arch-arm.h]. */
    public static final int MOST = 128;

    /** The vCPUs that GICv2 can address [IHI0048 1.2]. */
    public static final int MOST_GICV2 = 8;

    public CpuCount {
        if (online < 1 || online > most || most > MOST) {
            throw new IllegalArgumentException(online + " of " + most + " vCPUs; allowed: 1 to " + MOST);
        }
    }
}
