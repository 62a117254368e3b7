// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import org.xenolith.platform.arm.fdt.Fdt;
import org.xenolith.platform.arm.fdt.FdtBuilder;

/** The device tree that the hypervisor itself gives to a guest it builds at boot [Xen, dom0less-build]. */
public final class Dom0lessTree {
    /** Releases whose trees differ. */
    public enum Release {
        /** {@code /psci} follows {@code /chosen}, {@code /hypervisor} the UART. */
        V4_17,
        /** Hypervisor, {@code /psci} and UART follow the timer; GICv3 counts its redistributor regions. */
        V4_23
    }

    private Dom0lessTree() {}

    /**
     * Builds the tree.
     *
     * @param cpuCompatible of the host's CPU, for example {@code arm,cortex-a57}
     */
    public static Fdt build(ArmGuestLayout layout, String cpuCompatible, Release release) {
        FdtBuilder root = FdtBuilder.root()
                .cells("#address-cells", 2)
                .cells("#size-cells", 2)
                .node("chosen", node -> TreeNodes.chosen(node, layout.chosen()));
        if (release == Release.V4_17) {
            root.node("psci", TreeNodes::psci);
        }
        root.node("cpus", node -> cpus(node, layout.vcpus(), cpuCompatible));
        root.node("memory@" + Long.toHexString(layout.banks().getFirst().base()), node -> {
            node.strings("device_type", "memory");
            TreeNodes.ranges(node, layout.banks());
        });
        root.node(
                "interrupt-controller@" + Long.toHexString(ArmGuestMap.GICD_V2.base()),
                node -> interruptController(node, layout.gic(), release));
        root.node("timer", TreeNodes::timer);
        if (release == Release.V4_17) {
            uart(root, layout);
            hypervisor(root, layout);
        } else {
            hypervisor(root, layout);
            root.node("psci", TreeNodes::psci);
            uart(root, layout);
        }
        return new Fdt(root.build());
    }

    private static void uart(FdtBuilder root, ArmGuestLayout layout) {
        TreeNodes.uart(root, layout, "sbsa-uart@" + Long.toHexString(ArmGuestMap.UART.base()));
    }

    private static void hypervisor(FdtBuilder root, ArmGuestLayout layout) {
        if (layout.xen().node()) {
            root.node("hypervisor", node -> TreeNodes.hypervisor(node, layout));
        }
    }

    private static void cpus(FdtBuilder cpus, int vcpus, String compatible) {
        cpus.cells("#address-cells", 1).cells("#size-cells", 0);
        for (int i = 0; i < vcpus; i++) {
            int affinity = ArmGuestLayout.affinity(i);
            cpus.node("cpu@" + Integer.toHexString(affinity), cpu -> cpu.strings("compatible", compatible)
                    .strings("device_type", "cpu")
                    .cells("reg", affinity)
                    .strings("enable-method", "psci"));
        }
    }

    private static void interruptController(FdtBuilder node, ArmGuestLayout.Gic gic, Release release) {
        node.cells("#address-cells", 0).cells("#interrupt-cells", 3).flag("interrupt-controller");
        node.strings("compatible", gic == ArmGuestLayout.Gic.V2 ? "arm,gic-400" : "arm,gic-v3");
        if (gic == ArmGuestLayout.Gic.V3 && release != Release.V4_17) {
            node.cells("#redistributor-regions", 1);
        }
        TreeNodes.gicRegisters(node, gic);
        node.phandle(TreeNodes.GIC_PHANDLE);
    }
}
