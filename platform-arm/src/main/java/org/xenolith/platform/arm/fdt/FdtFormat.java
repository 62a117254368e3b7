// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fdt;

/** The numbers of the format [Devicetree Specification 5.2, 5.4]. */
final class FdtFormat {
    static final int MAGIC = 0xd00dfeed;
    static final int VERSION = 17;
    static final int LAST_COMPATIBLE = 16;
    static final int HEADER_BYTES = 40;

    static final int BEGIN_NODE = 1;
    static final int END_NODE = 2;
    static final int PROP = 3;
    static final int NOP = 4;
    static final int END = 9;

    private FdtFormat() {}

    static int roundUp(int offset, int multiple) {
        return (offset + multiple - 1) & -multiple;
    }
}
