// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

/**
 * What the hypervisor says it is, and what differs between its builds and ways of creating a domain.
 *
 * @param name as configurations write it
 * @param version major in bits 31:16, minor in 15:0
 * @param extraVersion what follows the version, at most 15 characters
 * @param features the bits of feature word 0
 * @param varied what else differs
 */
public record XenProfile(String name, int version, String extraVersion, int features, Varied varied) {
    /** Feature bits of a domain that is not mapped one to one. */
    private static final int FEATURES = 0x5_6005;

    /** A release build of 4.23 whose toolstack has created the domain. */
    public static final XenProfile RELEASE =
            new XenProfile("xen", 0x4_0017, "-unstable", FEATURES, new Varied(false, true, ConsoleAccess.WRITE, 0));

    /** A debug build of 4.23 that has created the domain itself, with a virtual UART. */
    public static final XenProfile DEBUG_DOM0LESS = new XenProfile(
            "xen-debug-dom0less", 0x4_0017, "-unstable", FEATURES, new Varied(true, false, ConsoleAccess.FULL, 0));

    /** Debian's 4.17, a release build whose toolstack has created the domain. */
    public static final XenProfile DEBIAN_4_17 = new XenProfile(
            "xen-4.17", 0x4_0011, ".5", 0x1_6005, new Varied(false, true, ConsoleAccess.WRITE, 0x20_0000));

    /** The same without a toolstack, or with one that runs no daemons: the domain's parameters read as zero. */
    public XenProfile withoutDaemons() {
        return new XenProfile(
                name,
                version,
                extraVersion,
                features,
                new Varied(varied.debug, false, varied.console, varied.virtualStart));
    }

    /**
     * Further differences.
     *
     * @param debug whether a call overwrites its registers, and HVC has debug immediates
     * @param toolstack whether a toolstack has set the parameters of the domain
     * @param console who may use console_io
     * @param virtualStart what platform_parameters says
     */
    public record Varied(boolean debug, boolean toolstack, ConsoleAccess console, long virtualStart) {}

    /** What an unprivileged domain may do with the hypervisor's console. */
    public enum ConsoleAccess {
        /** Nothing. */
        NONE,
        /** Write. */
        WRITE,
        /** Write, and read nothing. */
        FULL
    }
}
