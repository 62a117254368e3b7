// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.time.TimeMode;
import org.xenolith.platform.arm.boot.AddressRange;
import org.xenolith.platform.arm.boot.Arm64Image;
import org.xenolith.platform.arm.boot.ArmGuestLayout;
import org.xenolith.platform.arm.boot.ArmGuestMap;
import org.xenolith.platform.arm.boot.BootException;
import org.xenolith.platform.arm.boot.Dom0lessTree;
import org.xenolith.platform.arm.boot.LibxlTree;
import org.xenolith.platform.arm.boot.PartialTree;
import org.xenolith.platform.arm.boot.Placement;
import org.xenolith.platform.arm.fdt.Fdt;
import org.xenolith.platform.arm.fdt.FdtWriter;
import org.xenolith.platform.arm.gic.GicVersion;

/**
 * Where everything that a guest boots from goes.
 *
 * @param placement the addresses
 * @param tree the device tree
 */
record BootPlan(Placement placement, byte[] tree) {
    /** Guest-physical addresses end here: 40 bits. */
    private static final long ADDRESS_LIMIT = 1L << 40;

    private static final int SEED_BYTES = 128;

    /**
     * Plans for a kernel and a ramdisk of so many bytes, 0 for none.
     *
     * @param partial what the guest's file adds to the tree
     */
    static BootPlan of(
            DomainConfig config,
            ArmSettings settings,
            List<AddressRange> banks,
            byte[] kernel,
            long ramdisk,
            PartialTree partial)
            throws BootException {
        Arm64Image image = Arm64Image.parse(kernel);
        // the tree tells where the ramdisk is, and the ramdisk's place depends on the size of the tree only
        List<Byte> seed = seed(config, settings);
        Optional<AddressRange> somewhere = ramdisk == 0
                ? Optional.empty()
                : Optional.of(new AddressRange(banks.getFirst().base(), ramdisk));
        byte[] draft = FdtWriter.write(partial.addedTo(tree(config, settings, banks, somewhere, seed)));
        Placement placement = Placement.place(settings.builder(), banks.getFirst(), image, ramdisk, draft.length);
        Fdt tree = partial.addedTo(tree(config, settings, banks, placement.initrd(), seed));
        return new BootPlan(placement, FdtWriter.write(tree));
    }

    private static Fdt tree(
            DomainConfig config,
            ArmSettings settings,
            List<AddressRange> banks,
            Optional<AddressRange> initrd,
            List<Byte> seed) {
        ArmGuestLayout layout = new ArmGuestLayout(
                banks,
                ArmGuestMap.extendedRegions(banks, ADDRESS_LIMIT),
                config.vcpus(),
                settings.gic() == GicVersion.V2 ? ArmGuestLayout.Gic.V2 : ArmGuestLayout.Gic.V3,
                new ArmGuestLayout.Chosen(config.commandLine(), initrd, seed),
                settings.describedUart(),
                settings.uartEdges(),
                new ArmGuestLayout.Xen(settings.xenRelease(), settings.hypervisorNode()));
        if (settings.builder() == Placement.Builder.LIBXL) {
            return LibxlTree.build(layout);
        }
        Dom0lessTree.Release release =
                settings.xenRelease().equals("4.17") ? Dom0lessTree.Release.V4_17 : Dom0lessTree.Release.V4_23;
        return Dom0lessTree.build(layout, "arm," + settings.cpu(), release);
    }

    /** The toolstack gives random bytes; in counted time they are the same in every run. */
    private static List<Byte> seed(DomainConfig config, ArmSettings settings) {
        if (settings.builder() == Placement.Builder.DOM0LESS) {
            return List.of();
        }
        Random random =
                config.timeMode() == TimeMode.COUNTED ? new Random(config.name().hashCode()) : new SecureRandom();
        byte[] bytes = new byte[SEED_BYTES];
        random.nextBytes(bytes);
        List<Byte> seed = new ArrayList<>();
        for (byte b : bytes) {
            seed.add(b);
        }
        return seed;
    }

    /** Puts everything in its place. */
    void load(GuestMemory memory, byte[] kernel, byte[] ramdisk) {
        memory.write(placement.kernel().base(), kernel, 0, kernel.length);
        placement.initrd().ifPresent(r -> memory.write(r.base(), ramdisk, 0, ramdisk.length));
        memory.write(placement.deviceTree().base(), tree, 0, tree.length);
    }

    /** Returns where the kernel begins. */
    long entry() {
        return placement.kernel().base();
    }

    /** Returns where the device tree is. */
    long deviceTree() {
        return placement.deviceTree().base();
    }
}
