// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.abi;

/** Versions of FF-A as numbers: bit 31 zero, 30:16 major, 15:0 minor [DEN0077A 13.2]. */
public final class FfaVersion {
    /** 1.0. */
    public static final int V1_0 = 0x1_0000;

    /** 1.1. */
    public static final int V1_1 = 0x1_0001;

    /** 1.2. */
    public static final int V1_2 = 0x1_0002;

    /** 1.3. */
    public static final int V1_3 = 0x1_0003;

    private FfaVersion() {}

    /** Tells whether a version is at least another one. */
    public static boolean atLeast(int version, int least) {
        return Integer.compareUnsigned(version, least) >= 0;
    }

    /** Returns the version that a mediator of 1.2 gives a guest that asks for another; bit 31 is kept. */
    public static int select(int requested) {
        int major = requested >>> 16 & 0x7FFF;
        int minor = requested & 0xFFFF;
        return major != 1 || minor > 2 ? V1_2 : requested;
    }

    /** Returns a version as text: 1.2. */
    public static String name(int version) {
        return (version >>> 16) + "." + (version & 0xFFFF);
    }
}
