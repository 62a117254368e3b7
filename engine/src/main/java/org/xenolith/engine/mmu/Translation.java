// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.mmu;

/** What a front end's page-table walk has found; one per vCPU, filled by the walk. */
public final class Translation {
    /** Guest-physical address of the page. */
    public long frame;
    /** Whether the level that asked may read, write, execute. */
    public boolean readable;

    public boolean writable;
    public boolean executable;
    /** Whether accesses must be naturally aligned (device memory type). */
    public boolean strict;
}
