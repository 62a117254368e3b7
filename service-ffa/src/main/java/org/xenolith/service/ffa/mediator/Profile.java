// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

/** Which behaviour guests see. */
public enum Profile {
    /** Xen bit for bit, defects included. */
    XEN_EXACT,
    /** Xen without its defects. */
    FIXED;

    /** Tells whether a quirk is there. */
    public boolean has(Quirk quirk) {
        return this == XEN_EXACT;
    }
}
