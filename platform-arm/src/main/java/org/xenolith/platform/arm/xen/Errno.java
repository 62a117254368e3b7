// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

/** Error numbers of Xen's public interface. A failing call returns the negative. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int E2BIG = 7;
    static final int EACCES = 13;
    static final int EFAULT = 14;
    static final int EBUSY = 16;
    static final int EINVAL = 22;
    static final int ENOSPC = 28;
    static final int ENOSYS = 38;
    static final int ENOBUFS = 105;

    private Errno() {}
}
