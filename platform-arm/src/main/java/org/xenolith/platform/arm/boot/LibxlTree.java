// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import java.util.List;
import org.xenolith.platform.arm.fdt.Fdt;
import org.xenolith.platform.arm.fdt.FdtBuilder;

/** The device tree that the toolstack gives to a guest, node by node and in its order [Xen tools, libxl_arm]. */
public final class LibxlTree {
    private LibxlTree() {}

    /** Builds the tree. */
    public static Fdt build(ArmGuestLayout layout) {
        FdtBuilder root = FdtBuilder.root()
                .strings("model", "XENVM-" + layout.xen().version())
                .strings("compatible", "xen,xenvm-" + layout.xen().version(), "xen,xenvm")
                .cells("interrupt-parent", TreeNodes.GIC_PHANDLE)
                .cells("#address-cells", 2)
                .cells("#size-cells", 2)
                .node("chosen", node -> chosen(node, layout.chosen()))
                .node("cpus", node -> cpus(node, layout.vcpus()))
                .node("psci", TreeNodes::psci);
        for (AddressRange bank : layout.banks()) {
            root.node("memory@" + Long.toHexString(bank.base()), node -> {
                node.strings("device_type", "memory");
                TreeNodes.ranges(node, List.of(bank));
            });
        }
        root.node(
                "interrupt-controller@" + Long.toHexString(ArmGuestMap.GICD_V2.base()),
                node -> interruptController(node, layout.gic()));
        root.node("timer", TreeNodes::timer);
        if (layout.xen().node()) {
            root.node("hypervisor", node -> TreeNodes.hypervisor(node, layout));
        }
        TreeNodes.uart(root, layout, "sbsa-pl011");
        return new Fdt(root.build());
    }

    private static void chosen(FdtBuilder node, ArmGuestLayout.Chosen chosen) {
        TreeNodes.chosen(node, chosen);
        if (!chosen.rngSeed().isEmpty()) {
            byte[] seed = new byte[chosen.rngSeed().size()];
            for (int i = 0; i < seed.length; i++) {
                seed[i] = chosen.rngSeed().get(i);
            }
            node.bytes("rng-seed", seed);
        }
    }

    private static void cpus(FdtBuilder cpus, int vcpus) {
        cpus.cells("#address-cells", 1).cells("#size-cells", 0);
        for (int i = 0; i < vcpus; i++) {
            int affinity = ArmGuestLayout.affinity(i);
            cpus.node("cpu@" + Integer.toHexString(affinity), cpu -> cpu.strings("device_type", "cpu")
                    .strings("compatible", "arm,armv8")
                    .strings("enable-method", "psci")
                    .cells("reg", affinity));
        }
    }

    private static void interruptController(FdtBuilder node, ArmGuestLayout.Gic gic) {
        if (gic == ArmGuestLayout.Gic.V2) {
            node.strings("compatible", "arm,cortex-a15-gic", "arm,cortex-a9-gic");
        } else {
            node.strings("compatible", "arm,gic-v3");
        }
        node.cells("#interrupt-cells", 3).cells("#address-cells", 0).flag("interrupt-controller");
        TreeNodes.gicRegisters(node, gic);
        node.phandle(TreeNodes.GIC_PHANDLE);
    }
}
