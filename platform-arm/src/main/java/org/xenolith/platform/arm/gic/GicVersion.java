// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

/** Which architecture version of the interrupt controller a machine has. */
public enum GicVersion {
    /** GICv2: memory-mapped CPU interface, up to 8 vCPUs [IHI0048]. */
    V2(8),
    /** GICv3 with affinity routing: redistributors and system registers [IHI0069]. */
    V3(128);

    private final int maxVcpus;

    GicVersion(int maxVcpus) {
        this.maxVcpus = maxVcpus;
    }

    /** Returns the largest number of vCPUs. */
    public int maxVcpus() {
        return maxVcpus;
    }
}
