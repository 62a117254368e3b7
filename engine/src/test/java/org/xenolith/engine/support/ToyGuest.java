// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.support;

/** Where things are in the toy guest. */
public final class ToyGuest {
    private ToyGuest() {}

    /** RAM for code. */
    public static final long CODE = 0x1_0000;

    public static final int CODE_SIZE = 0x1_0000;
    /** RAM for data. */
    public static final long DATA = 0x2_0000;

    public static final int DATA_SIZE = 0x1_0000;
    /** Where faults go. */
    public static final long VECTOR = CODE + 0xF000;
    /** No RAM here. */
    public static final long DEVICE = 0x80_0000;
}
