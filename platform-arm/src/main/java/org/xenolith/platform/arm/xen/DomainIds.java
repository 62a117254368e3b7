// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

/** How a guest names domains. */
final class DomainIds {
    static final int SELF = 0x7FF0;

    private DomainIds() {}

    /** Returns 0 if the id means the caller, else the error that an unprivileged caller gets. */
    static int checkSelf(XenHost host, int id) {
        if (id == SELF || id == host.domainId()) {
            return 0;
        }
        return host.domainExists(id) ? -Errno.EPERM : -Errno.ESRCH;
    }
}
