// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

/**
 * Guest physical addresses.
 *
 * @param base the first, at most 2^52 - 1
 * @param size in bytes; base + size is at most 2^52
 */
public record AddressRange(long base, long size) {
    private static final long LIMIT = 1L << 52;

    public AddressRange {
        if (base < 0 || size < 0 || base > LIMIT || size > LIMIT - base) {
            throw new IllegalArgumentException(String.format("range at %x of %x; allowed: within 52 bits", base, size));
        }
    }

    /** The range between two addresses. */
    public static AddressRange between(long start, long end) {
        return new AddressRange(start, end - start);
    }

    /** The first address behind the range. */
    public long end() {
        return base + size;
    }

    @Override
    public String toString() {
        return String.format("%x-%x", base, end());
    }

    static long roundUp(long value, long multiple) {
        return (value + multiple - 1) & -multiple;
    }
}
