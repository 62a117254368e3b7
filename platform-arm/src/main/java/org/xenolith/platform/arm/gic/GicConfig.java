// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

/**
 * What a controller is to be.
 *
 * @param version architecture version
 * @param profile behaviour
 * @param vcpus number of vCPUs, 1 to {@link GicVersion#maxVcpus}
 * @param spis number of shared peripheral interrupts, a multiple of 32 up to 992; INTIDs 1020 and above do not exist
 */
public record GicConfig(GicVersion version, GicProfile profile, int vcpus, int spis) {
    /** Number of interrupts private to each vCPU: 16 software generated, 16 peripheral. */
    public static final int PRIVATE = 32;

    /** The first INTID with a special meaning; none from here on can be configured [IHI0069 2.2]. */
    public static final int SPECIAL = 1020;

    /** What a GICv2 machine described without a toolstack has. */
    public static final int DEFAULT_SPIS_V2 = 256;

    /** What a GICv3 machine described without a toolstack has. */
    public static final int DEFAULT_SPIS_V3 = 224;

    /** Checks the ranges. */
    public GicConfig {
        if (vcpus < 1 || vcpus > version.maxVcpus()) {
            throw new IllegalArgumentException(
                    "GIC" + version + " with " + vcpus + " vCPUs, allowed: 1 to " + version.maxVcpus());
        }
        if (spis < 0 || spis > 992 || spis % 32 != 0) {
            throw new IllegalArgumentException("GIC with " + spis + " SPIs, allowed: multiples of 32 from 0 to 992");
        }
    }

    /**
     * Rounds a number of needed SPIs up to what can be configured.
     *
     * @param needed 0 to 988
     */
    public static int spisFor(int needed) {
        if (needed < 0 || needed > SPECIAL - PRIVATE) {
            throw new IllegalArgumentException("need for " + needed + " SPIs, allowed: 0 to 988");
        }
        return (needed + 31) & ~31;
    }

    /** Returns the first INTID that does not exist. */
    public int intids() {
        return Math.min(PRIVATE + spis, SPECIAL);
    }

    /** Tells whether the profile has a trait. */
    public boolean has(GicTrait trait) {
        return profile.has(trait);
    }

    /** Tells whether shared interrupts have a set of targets (GICD_ITARGETSR) of which the first to acknowledge wins. */
    boolean targetSets() {
        return version == GicVersion.V2 && !has(GicTrait.SINGLE_TARGET);
    }
}
