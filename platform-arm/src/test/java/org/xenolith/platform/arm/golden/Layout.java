// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

/** The fixed addresses of a golden vector; the recorder's C program has the same figures. */
public final class Layout {
    /** The data page: {@link #PAGE} bytes, readable and writable. */
    public static final long DATA = 0x5000_0000L;
    /** The code page: {@link #PAGE} bytes, readable, writable and executable. */
    public static final long CODE = 0x4800_0000L;
    /** Where the first word is placed and where a run starts. */
    public static final long ENTRY = CODE + 0x800;
    /** Bytes in each of the two pages. */
    public static final int PAGE = 4096;
    /** Words in a sequence at most. */
    public static final int MAX_WORDS = 16;
    /** {@code BRK #0}: fills the code page around the sequence. */
    public static final int BREAKPOINT = 0xd420_0000;

    private Layout() {}
}
