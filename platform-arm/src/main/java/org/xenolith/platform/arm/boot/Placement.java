// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import java.util.Optional;

/**
 * Where the kernel and its boot modules lie.
 *
 * @param kernel the image with its BSS
 * @param initrd what the device tree says of it, if there is one
 * @param deviceTree the bytes of the tree; base is a multiple of 8
 */
public record Placement(AddressRange kernel, Optional<AddressRange> initrd, AddressRange deviceTree) {
    private static final long MIB = 1L << 20;
    private static final long PAGE = 4096;
    private static final long MODULE_ALIGNMENT = 2 * MIB;
    private static final long PREFERRED_OFFSET = 128 * MIB;
    private static final long LARGEST_TREE = 2 * MIB;

    /** Who builds the domain: it decides the modules' order and rounding. */
    public enum Builder {
        /** The toolstack: initrd, then device tree, each rounded to 4 KiB; the initrd's end includes its padding. */
        LIBXL,
        /** The hypervisor at boot: device tree, then initrd, each rounded to 2 MiB. */
        DOM0LESS
    }

    /**
     * Places everything, as Xen does [Xen tools, libs/guest/xg_dom_arm; arch/arm, kernel].
     *
     * @param bank the first bank of RAM
     * @param image the kernel's header
     * @param initrdBytes 0 if there is none
     * @param treeBytes of the device tree, 1 to 2 MiB
     * @throws BootException if there is no room
     */
    public static Placement place(
            Builder builder, AddressRange bank, Arm64Image image, long initrdBytes, long treeBytes)
            throws BootException {
        if (treeBytes < 1 || treeBytes > LARGEST_TREE) {
            throw new BootException("a device tree of " + treeBytes + " bytes; allowed: 1 to " + LARGEST_TREE);
        }
        if (initrdBytes < 0 || initrdBytes > bank.size()) {
            throw new BootException("an initrd of " + initrdBytes + " bytes; allowed: up to the bank's " + bank.size());
        }
        AddressRange kernel = image.placedAt(bank.base());
        if (kernel.end() > bank.end()) {
            throw new BootException("a kernel at " + kernel + "; allowed: within RAM " + bank);
        }
        long unit = builder == Builder.LIBXL ? PAGE : MODULE_ALIGNMENT;
        long initrdRoom = AddressRange.roundUp(initrdBytes, unit);
        long treeRoom = AddressRange.roundUp(treeBytes, unit);
        long modules = modules(bank, kernel, initrdRoom + treeRoom);
        long initrdBase = builder == Builder.LIBXL ? modules : modules + treeRoom;
        long treeBase = builder == Builder.LIBXL ? modules + initrdRoom : modules;
        long initrdSize = builder == Builder.LIBXL ? initrdRoom : initrdBytes;
        return new Placement(
                kernel,
                initrdBytes == 0 ? Optional.empty() : Optional.of(new AddressRange(initrdBase, initrdSize)),
                new AddressRange(treeBase, treeBytes));
    }

    private static long modules(AddressRange bank, AddressRange kernel, long room) throws BootException {
        long kernelEnd = AddressRange.roundUp(kernel.end(), MODULE_ALIGNMENT);
        long preferred = bank.base() + PREFERRED_OFFSET;
        if (bank.size() >= PREFERRED_OFFSET + room && kernelEnd < preferred) {
            return preferred;
        }
        if (bank.end() - room > kernelEnd) {
            return bank.end() - room;
        }
        if (kernel.base() - bank.base() > room) {
            return (kernel.base() - room) & -PAGE;
        }
        throw new BootException(String.format(
                "modules of %x bytes beside a kernel at %s; allowed: what fits into RAM %s", room, kernel, bank));
    }
}
