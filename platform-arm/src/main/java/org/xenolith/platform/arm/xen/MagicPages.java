// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import org.xenolith.api.memory.GuestMemory;

/** The four pages between a domain and its toolstack, at the start of a window of 16 MiB. */
public final class MagicPages {
    /** Guest-physical address of the console ring. */
    public static final long CONSOLE = 0x3900_0000L;

    /** Guest-physical address of the xenstore ring. */
    public static final long STORE = 0x3900_1000L;

    /** Guest-physical address of the monitor ring. */
    public static final long MONITOR = 0x3900_2000L;

    /** Guest-physical address of the virtual UART's ring. */
    public static final long VIRTUAL_UART = 0x3900_3000L;

    /** Event channel of xenstore, the first that a toolstack allocates. */
    public static final int STORE_PORT = 1;

    /** Event channel of the console. */
    public static final int CONSOLE_PORT = 2;

    /** Offset of the console ring's connection byte. */
    private static final int CONNECTION = 3088;

    private static final int DISCONNECTED = 1;

    private MagicPages() {}

    /** Gives a domain the pages as a toolstack leaves them: zeroed, the console not connected yet. */
    public static void populate(GuestMemory memory) {
        memory.populate(CONSOLE, 4L * GuestMemory.PAGE_SIZE);
        memory.write(CONSOLE + CONNECTION, 1, DISCONNECTED);
    }
}
