// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

/** The SplitMix64 generator: the same numbers from the same seed on every machine and release. */
final class SplitMix64 {
    private long state;

    SplitMix64(long seed) {
        this.state = seed;
    }

    long next() {
        state += 0x9e37_79b9_7f4a_7c15L;
        return mix(state);
    }

    /** A number from 0 to bound-1; the bias is of no matter here. */
    int next(int bound) {
        return (int) Long.remainderUnsigned(next() >>> 16, bound);
    }

    /** The generator's output function: spreads every input bit over the result. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }
}
