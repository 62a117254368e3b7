// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.event;

import java.util.Optional;

/** Virtual interrupts that an ordinary domain may bind (Xen public {@code xen.h}, Xen 4.23 behaviour). */
enum VirqKind {
    TIMER(0, false),
    DEBUG(1, false),
    XENOPROF(7, false),
    ARGO(11, true),
    XENPMU(13, false);

    /** Numbers are below this. */
    static final int LIMIT = 24;

    private final int number;
    private final boolean global;

    VirqKind(int number, boolean global) {
        this.number = number;
        this.global = global;
    }

    int number() {
        return number;
    }

    /** Tells whether a domain has it once, not once for each vCPU. */
    boolean global() {
        return global;
    }

    static Optional<VirqKind> of(int number) {
        for (VirqKind kind : values()) {
            if (kind.number == number) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
