// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import java.util.ArrayList;
import java.util.List;
import org.xenolith.platform.arm.fdt.FdtBuilder;

/** Properties that both builders' trees have alike. */
final class TreeNodes {
    static final int GIC_PHANDLE = 65000;

    private static final int CLOCK_PHANDLE = 65001;
    private static final int UART_CLOCK = 24_000_000;

    private static final int PPI = 1;
    private static final int SPI = 0;
    private static final int ALL_CPUS_EDGE_RISING = 0xf01;
    private static final int ALL_CPUS_LEVEL_LOW = 0xf08;
    private static final int ALL_CPUS_LEVEL_HIGH = 0xf04;
    private static final int UART_BAUD = 115200;

    private TreeNodes() {}

    static void chosen(FdtBuilder node, ArmGuestLayout.Chosen chosen) {
        if (!chosen.commandLine().isEmpty()) {
            node.strings("bootargs", chosen.commandLine());
        }
        chosen.initrd().ifPresent(initrd -> node.longs("linux,initrd-start", initrd.base())
                .longs("linux,initrd-end", initrd.end()));
    }

    static void psci(FdtBuilder node) {
        node.strings("compatible", "arm,psci-1.0", "arm,psci-0.2", "arm,psci")
                .strings("method", "hvc")
                .cells("cpu_off", 1)
                .cells("cpu_on", 2);
    }

    static void ranges(FdtBuilder node, List<AddressRange> ranges) {
        long[] reg = new long[2 * ranges.size()];
        for (int i = 0; i < ranges.size(); i++) {
            reg[2 * i] = ranges.get(i).base();
            reg[2 * i + 1] = ranges.get(i).size();
        }
        node.longs("reg", reg);
    }

    static void gicRegisters(FdtBuilder node, ArmGuestLayout.Gic gic) {
        ranges(
                node,
                gic == ArmGuestLayout.Gic.V2
                        ? List.of(ArmGuestMap.GICD_V2, ArmGuestMap.GICC_V2)
                        : List.of(ArmGuestMap.GICD_V3, ArmGuestMap.GICR_V3));
    }

    /** Secure physical, physical and virtual timer; there is no hypervisor timer for a guest. */
    static void timer(FdtBuilder node) {
        node.strings("compatible", "arm,armv8-timer")
                .cells(
                        "interrupts",
                        PPI,
                        13,
                        ALL_CPUS_LEVEL_LOW,
                        PPI,
                        14,
                        ALL_CPUS_LEVEL_LOW,
                        PPI,
                        11,
                        ALL_CPUS_LEVEL_LOW)
                .cells("interrupt-parent", GIC_PHANDLE);
    }

    static void hypervisor(FdtBuilder node, ArmGuestLayout layout) {
        node.strings("compatible", "xen,xen-" + layout.xen().version(), "xen,xen");
        List<AddressRange> regions = new ArrayList<>(List.of(ArmGuestMap.GRANT_TABLE));
        regions.addAll(layout.extendedRegions());
        ranges(node, regions);
        node.cells("interrupts", PPI, 15, ALL_CPUS_LEVEL_LOW).cells("interrupt-parent", GIC_PHANDLE);
    }

    /** Describes the UART, under a name for one that is as Xen describes it. */
    static void uart(FdtBuilder root, ArmGuestLayout layout, String sbsaName) {
        int trigger = layout.uartEdges() ? ALL_CPUS_EDGE_RISING : ALL_CPUS_LEVEL_HIGH;
        switch (layout.uart()) {
            case NONE -> {}
            case SBSA -> root.node(sbsaName, node -> sbsa(node, trigger));
            case PRIMECELL -> {
                root.node("apb-pclk", TreeNodes::clock);
                root.node("pl011@" + Long.toHexString(ArmGuestMap.UART.base()), node -> primeCell(node, trigger));
            }
        }
    }

    /** A PrimeCell's clocks are not optional; here one clock feeds both the character clock and the bus. */
    private static void clock(FdtBuilder node) {
        node.strings("compatible", "fixed-clock")
                .cells("#clock-cells", 0)
                .cells("clock-frequency", UART_CLOCK)
                .phandle(CLOCK_PHANDLE);
    }

    private static void primeCell(FdtBuilder node, int trigger) {
        node.strings("compatible", "arm,pl011", "arm,primecell");
        ranges(node, List.of(ArmGuestMap.UART));
        node.cells("interrupts", SPI, 0, trigger)
                .cells("interrupt-parent", GIC_PHANDLE)
                .strings("clock-names", "uartclk", "apb_pclk")
                .cells("clocks", CLOCK_PHANDLE, CLOCK_PHANDLE);
    }

    private static void sbsa(FdtBuilder node, int trigger) {
        node.strings("compatible", "arm,sbsa-uart");
        ranges(node, List.of(ArmGuestMap.UART));
        node.cells("interrupts", SPI, 0, trigger)
                .cells("interrupt-parent", GIC_PHANDLE)
                .cells("current-speed", UART_BAUD);
    }
}
