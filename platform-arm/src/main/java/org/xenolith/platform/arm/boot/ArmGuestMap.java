// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import java.util.ArrayList;
import java.util.List;

/** The guest physical memory map of a Xen guest [Xen public/arch-arm.h]. */
public final class ArmGuestMap {
    public static final AddressRange GICD_V2 = new AddressRange(0x03001000L, 0x1000);
    public static final AddressRange GICC_V2 = new AddressRange(0x03002000L, 0x2000);
    public static final AddressRange GICD_V3 = new AddressRange(0x03001000L, 0x10000);
    public static final AddressRange GICR_V3 = new AddressRange(0x03020000L, 0x1000000);
    public static final AddressRange UART = new AddressRange(0x22000000L, 0x1000);
    public static final AddressRange GRANT_TABLE = new AddressRange(0x38000000L, 0x1000000);
    public static final AddressRange MAGIC_PAGES = new AddressRange(0x39000000L, 0x1000000);
    public static final AddressRange RAM_LOW = new AddressRange(0x40000000L, 0xc0000000L);
    public static final AddressRange RAM_HIGH = new AddressRange(0x200000000L, 0xfe00000000L);

    private static final long SMALLEST_EXTENDED_REGION = 64L << 20;
    private static final long EXTENDED_ALIGNMENT = 2L << 20;

    private ArmGuestMap() {}

    /**
     * The banks of RAM: 3 GiB in the low window, the rest in the high one.
     *
     * @param bytes a multiple of 4096
     * @throws BootException if it is 0 or more than both windows hold
     */
    public static List<AddressRange> banks(long bytes) throws BootException {
        if (bytes <= 0 || bytes % 4096 != 0 || bytes > RAM_LOW.size() + RAM_HIGH.size()) {
            throw new BootException("RAM of " + bytes + " bytes; allowed: whole pages, 1 to "
                    + (RAM_LOW.size() + RAM_HIGH.size()) / 4096);
        }
        long low = Math.min(bytes, RAM_LOW.size());
        List<AddressRange> banks = new ArrayList<>();
        banks.add(new AddressRange(RAM_LOW.base(), low));
        if (bytes > low) {
            banks.add(new AddressRange(RAM_HIGH.base(), bytes - low));
        }
        return banks;
    }

    /**
     * The parts of the RAM windows without RAM, where a guest may map foreign pages: from the end of RAM, rounded up to
     * 2 MiB, to the window's end; at least 64 MiB each [Xen tools, libxl_arm].
     *
     * @param banks as {@link #banks} gives them
     * @param addressLimit the first address that the guest cannot reach, for example 2^40
     */
    public static List<AddressRange> extendedRegions(List<AddressRange> banks, long addressLimit) {
        List<AddressRange> regions = new ArrayList<>();
        for (AddressRange window : List.of(RAM_LOW, RAM_HIGH)) {
            long used = banks.stream()
                    .filter(bank -> bank.base() == window.base())
                    .mapToLong(AddressRange::end)
                    .findFirst()
                    .orElse(window.base());
            long start = AddressRange.roundUp(used, EXTENDED_ALIGNMENT);
            long end = Math.min(window.end(), addressLimit);
            if (end - start >= SMALLEST_EXTENDED_REGION) {
                regions.add(AddressRange.between(start, end));
            }
        }
        return regions;
    }
}
