// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

/**
 * platform_op, sysctl and domctl, which an ordinary domain may not use: -1 (EPERM). A wrong interface version in the
 * structure's second word is noticed before that: -13 (EACCES).
 */
final class PrivilegedOp implements Hypercall {
    static final int PLATFORM_VERSION = 0x0300_0000;
    static final int SYSCTL_VERSION = 0x15;
    static final int DOMCTL_VERSION = 0x17;

    private static final int HEADER_BYTES = 8;

    private final int version;

    PrivilegedOp(int version) {
        this.version = version;
    }

    @Override
    public long call(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(0), HEADER_BYTES)) {
            return -Errno.EFAULT;
        }
        return frame.buffer.i32(4) == version ? -Errno.EPERM : -Errno.EACCES;
    }
}
