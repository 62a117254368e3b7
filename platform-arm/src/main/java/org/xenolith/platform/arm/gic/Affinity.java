// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

/**
 * How vCPU numbers and MPIDR affinities correspond: vCPU n has Aff0 = n mod 16 and Aff1 = n / 16, so that one
 * ICC_SGI1R_EL1 target list covers one value of Aff1.
 */
public final class Affinity {
    private static final long INTERRUPT_ROUTING_MODE = 1L << 31;
    private static final long AFFINITY_FIELDS = 0xFF_00FF_FFFFL;

    private Affinity() {}

    /** Returns the affinity of a vCPU, Aff1 in bits 15:8 and Aff0 in bits 7:0. */
    public static int of(int vcpu) {
        return vcpu & 0xF | vcpu >> 4 << 8;
    }

    /**
     * Finds a vCPU the way Xen does: Aff0 with all its eight bits or Aff1 times 16; the other levels do not matter.
     *
     * @param mpidr affinity, and whatever else a guest passes with it
     * @return a number that may be beyond the last vCPU
     */
    public static int looseVcpu(long mpidr) {
        return (int) (mpidr & 0xFF | (mpidr >> 8 & 0xFF) << 4);
    }

    /** Finds the vCPU with exactly this affinity (Aff3 in bits 39:32), or -1. */
    static int exactVcpu(long router, int vcpus) {
        long affinity = router & AFFINITY_FIELDS;
        int vcpu = (int) (affinity >> 8 & 0xFF) << 4 | (int) (affinity & 0xF);
        return vcpu < vcpus && of(vcpu) == affinity ? vcpu : Interrupt.NONE;
    }

    /** Tells whether IROUTER names no vCPU but all that take part. */
    static boolean toAny(long router) {
        return (router & INTERRUPT_ROUTING_MODE) != 0;
    }

    /** Returns the bits of IROUTER that are stored. */
    static long routerBits(long value) {
        return value & (AFFINITY_FIELDS | INTERRUPT_ROUTING_MODE);
    }
}
