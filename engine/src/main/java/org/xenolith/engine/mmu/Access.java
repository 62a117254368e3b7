// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.mmu;

/** Attributes of a guest memory access: operand {@code c} of the memory operations. */
public final class Access {
    private Access() {}

    /** Bits 1:0: log2 of the size in bytes (of {@code LDA}, {@code STA}, {@code RMW}, {@code CAS}). */
    public static final int SIZE_MASK = 3;
    /** The loaded value is sign-extended to 64 bits. */
    public static final int SIGNED = 4;
    /** Checked with the permissions of the unprivileged level, whatever the current one. */
    public static final int UNPRIVILEGED = 8;
    /** Acquire (loads), release (stores); sequentially consistent among themselves. */
    public static final int ORDERED = 16;
    /** Must be naturally aligned. */
    public static final int ALIGNED = 32;
    /** The instruction is known to reach devices: the exact time has been published and a poll follows. */
    public static final int IO = 64;
    /** The access cannot be carried out by a device (pairs, vectors, exclusives): there it faults. */
    public static final int MEMORY_ONLY = 128;
    /** With {@link #SIGNED}, of {@code LDA}: what memory gives is extended to 32 bits only, what a device gives to 64. */
    public static final int MEMORY_SIGNED_32 = 256;
}
