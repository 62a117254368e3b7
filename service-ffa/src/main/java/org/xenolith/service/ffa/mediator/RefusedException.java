// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

/** A virtual machine cannot take part. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why, as Xen's error numbers have it. */
    public enum Reason {
        /** There is no firmware, and virtual machines cannot reach each other. */
        ENODEV,
        /** The domain's id is reserved. */
        ERANGE,
        /** A secure partition refuses the virtual machine. */
        EIO,
        /** The secure world has no room for its notifications. */
        ENOMEM
    }

    RefusedException(Reason reason, String message) {
        super(message + " (" + reason + ")");
        this.reason = reason;
    }

    /** Returns why. */
    public Reason reason() {
        return reason;
    }
}
