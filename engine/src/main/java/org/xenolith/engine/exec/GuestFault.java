// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

/**
 * An instruction cannot complete. One preallocated, stackless instance per vCPU, so that faults cost no allocation; the
 * fields describe the latest one.
 */
public final class GuestFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Kinds of access that fault. */
    public static final int READ = 0;

    public static final int WRITE = 1;
    public static final int FETCH = 2;

    /** The access that faulted. */
    public int access;
    /** The guest-virtual address. */
    public long address;
    /** What the front end needs to know about the reason. */
    public int syndrome;

    GuestFault() {
        super("guest fault", null, false, false);
    }
}
