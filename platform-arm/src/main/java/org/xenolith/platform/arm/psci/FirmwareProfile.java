// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.psci;

/**
 * What the firmware calls answer where releases and hosts differ.
 *
 * @param name as configurations write it
 * @param smcccVersion major in bits 30:16, minor in 15:0
 * @param systemSuspend whether SYSTEM_SUSPEND exists
 * @param standardCalls what the count of the standard service says
 * @param mitigations what ARCH_FEATURES says of the host CPU
 */
public record FirmwareProfile(
        String name, int smcccVersion, boolean systemSuspend, int standardCalls, Mitigations mitigations) {
    /** Xen 4.23 behaviour, built without FF-A. */
    public static final FirmwareProfile XEN = new FirmwareProfile("xen", 0x1_0002, true, 17, Mitigations.NONE);

    /** Xen 4.23 behaviour, built with FF-A. */
    public static final FirmwareProfile XEN_FFA = new FirmwareProfile("xen-ffa", 0x1_0002, true, 29, Mitigations.NONE);

    /** Xen 4.17 behaviour. */
    public static final FirmwareProfile XEN_4_17 =
            new FirmwareProfile("xen-4.17", 0x1_0001, false, 15, Mitigations.NONE);

    /**
     * Which speculation mitigations the host CPU asks for.
     *
     * @param branchPredictor WORKAROUND_1 is needed
     * @param speculativeStore what WORKAROUND_2 says
     * @param branchHistory WORKAROUND_3 is used
     */
    public record Mitigations(boolean branchPredictor, SpeculativeStore speculativeStore, boolean branchHistory) {
        /** A CPU that needs none. */
        public static final Mitigations NONE = new Mitigations(false, SpeculativeStore.UNKNOWN, false);
    }

    /** How speculative store bypass is dealt with. */
    public enum SpeculativeStore {
        /** Nothing is known or needed. */
        UNKNOWN,
        /** The guest turns the mitigation on and off. */
        DYNAMIC,
        /** Always mitigated. */
        PERMANENT
    }
}
