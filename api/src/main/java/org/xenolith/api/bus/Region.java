// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.bus;

/**
 * A window of guest-physical addresses, half open: {@code [base, base + size)}.
 *
 * @param name for traces and tables
 * @param base first byte, unsigned
 * @param size bytes, positive; the window does not wrap
 */
public record Region(String name, long base, long size) {
    /** Checks the bounds. */
    public Region {
        if (size <= 0 || Long.compareUnsigned(base + size - 1, base) < 0) {
            throw new IllegalArgumentException("region " + name + ": base 0x" + Long.toHexString(base) + " size 0x"
                    + Long.toHexString(size) + ", allowed: size > 0, no wrap");
        }
    }

    /** Tells whether an address is inside. */
    public boolean contains(long address) {
        return Long.compareUnsigned(address - base, size) < 0;
    }

    /** Tells whether two regions share an address. */
    public boolean overlaps(Region other) {
        return contains(other.base) || other.contains(base);
    }
}
