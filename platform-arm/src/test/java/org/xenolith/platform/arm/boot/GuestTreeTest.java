// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.platform.arm.boot.ArmGuestLayout.Gic;
import org.xenolith.platform.arm.fdt.Fdt;
import org.xenolith.platform.arm.fdt.FdtException;
import org.xenolith.platform.arm.fdt.FdtNode;
import org.xenolith.platform.arm.fdt.FdtProperty;
import org.xenolith.platform.arm.fdt.FdtReader;
import org.xenolith.platform.arm.fdt.FdtWriter;

class GuestTreeTest {
    private static final AddressRange INITRD = AddressRange.between(0x48200000L, 0x482f106aL);

    private static ArmGuestLayout layout(long ram, int vcpus, Gic gic, String version, boolean hypervisor)
            throws BootException {
        List<AddressRange> banks = ArmGuestMap.banks(ram);
        return new ArmGuestLayout(
                banks,
                ArmGuestMap.extendedRegions(banks, 1L << 40),
                vcpus,
                gic,
                new ArmGuestLayout.Chosen(
                        "console=ttyAMA0 earlycon=pl011,0x22000000 rdinit=/init",
                        Optional.of(INITRD),
                        Collections.nCopies(128, (byte) 0x5a)),
                ArmGuestLayout.Uart.SBSA,
                false,
                new ArmGuestLayout.Xen(version, hypervisor));
    }

    private static String listing(String path, FdtNode node) {
        StringBuilder text = new StringBuilder((path.isEmpty() ? "/" : path) + " {\n");
        for (FdtProperty property : node.properties()) {
            text.append("    ").append(property.name());
            text.append(property.length() == 0 ? "" : " " + HexFormat.of().formatHex(property.value()))
                    .append('\n');
        }
        node.children().forEach(child -> text.append(listing(path + "/" + child.name(), child)));
        return text.toString();
    }

    private static String recorded(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(GuestTreeTest.class.getResourceAsStream(name + ".tree"), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") || line.startsWith("    #"))
                    .collect(Collectors.joining("\n", "", "\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xen417-gicv2-1cpu", "xen417-gicv2-2cpu", "xen417-gicv2-2cpu-enhanced",
                "xen417-gicv3-1cpu", "xen417-gicv3-2cpu", "xen417-gicv3-2cpu-enhanced",
                "xenhead-gicv2-1cpu", "xenhead-gicv2-2cpu", "xenhead-gicv2-2cpu-enhanced",
                "xenhead-gicv3-1cpu", "xenhead-gicv3-2cpu", "xenhead-gicv3-2cpu-enhanced"
            })
    void theTreeOfADom0lessGuestIsTheOneRecordedUnderXen(String name) throws IOException, BootException {
        boolean older = name.startsWith("xen417");
        ArmGuestLayout layout = layout(
                256 << 20,
                name.contains("2cpu") ? 2 : 1,
                name.contains("gicv2") ? Gic.V2 : Gic.V3,
                older ? "4.17" : "4.23",
                name.endsWith("enhanced"));
        Fdt tree = Dom0lessTree.build(
                layout, "arm,cortex-a57", older ? Dom0lessTree.Release.V4_17 : Dom0lessTree.Release.V4_23);
        assertEquals(recorded(name), listing("", tree.root()));
    }

    @Test
    void theTreeOfTheToolstackHasItsNodesInOrder() throws BootException {
        Fdt tree = LibxlTree.build(layout(256 << 20, 2, Gic.V3, "4.23", true));
        assertEquals(
                List.of(
                        "chosen",
                        "cpus",
                        "psci",
                        "memory@40000000",
                        "interrupt-controller@3001000",
                        "timer",
                        "hypervisor",
                        "sbsa-pl011"),
                tree.root().children().stream().map(FdtNode::name).toList());
        assertEquals(List.of("XENVM-4.23"), strings(tree, "/", "model"));
        assertEquals(List.of("xen,xenvm-4.23", "xen,xenvm"), strings(tree, "/", "compatible"));
        assertEquals(
                128,
                tree.node("/chosen")
                        .orElseThrow()
                        .property("rng-seed")
                        .orElseThrow()
                        .length());
        assertEquals(List.of("arm,armv8"), strings(tree, "/cpus/cpu@1", "compatible"));
        assertEquals(List.of("arm,sbsa-uart"), strings(tree, "/sbsa-pl011", "compatible"));
        assertArrayEquals(
                new int[] {0, 0x3001000, 0, 0x10000, 0, 0x3020000, 0, 0x1000000},
                cells(tree, "/interrupt-controller@3001000", "reg"));
        assertArrayEquals(new int[] {65000}, cells(tree, "/", "interrupt-parent"));
    }

    @Test
    void theToolstackCallsGicV2ACortexA15s() throws BootException {
        Fdt tree = LibxlTree.build(layout(256 << 20, 1, Gic.V2, "4.23", true));
        assertEquals(
                List.of("arm,cortex-a15-gic", "arm,cortex-a9-gic"),
                strings(tree, "/interrupt-controller@3001000", "compatible"));
        assertArrayEquals(
                new int[] {0, 0x3001000, 0, 0x1000, 0, 0x3002000, 0, 0x2000},
                cells(tree, "/interrupt-controller@3001000", "reg"));
    }

    @Test
    void leavesOutTheHypervisorAndTheUartOnDemand() throws BootException {
        ArmGuestLayout all = layout(256 << 20, 1, Gic.V2, "4.23", false);
        ArmGuestLayout bare = new ArmGuestLayout(
                all.banks(),
                List.of(),
                1,
                Gic.V2,
                new ArmGuestLayout.Chosen("", Optional.empty(), List.of()),
                ArmGuestLayout.Uart.NONE,
                false,
                all.xen());
        for (Fdt tree : List.of(LibxlTree.build(bare), Dom0lessTree.build(bare, "c", Dom0lessTree.Release.V4_23))) {
            assertTrue(tree.root().children().stream()
                    .noneMatch(node -> node.name().matches("hypervisor|sbsa.*")));
            assertEquals(List.of(), tree.node("/chosen").orElseThrow().properties());
        }
    }

    @Test
    void describesThePrimeCellWithTheClocksThatItsDriverAsksFor() throws BootException {
        ArmGuestLayout sbsa = layout(256 << 20, 1, Gic.V3, "4.23", true);
        ArmGuestLayout layout = new ArmGuestLayout(
                sbsa.banks(),
                sbsa.extendedRegions(),
                1,
                Gic.V3,
                sbsa.chosen(),
                ArmGuestLayout.Uart.PRIMECELL,
                false,
                sbsa.xen());
        Fdt tree = LibxlTree.build(layout);
        String text = listing("", tree.root());
        assertTrue(tree.node("/pl011@22000000").isPresent(), text);
        assertTrue(tree.node("/sbsa-pl011").isEmpty(), text);
        int phandle = cells(tree, "/apb-pclk", "phandle")[0];
        assertArrayEquals(new int[] {phandle, phandle}, cells(tree, "/pl011@22000000", "clocks"));
    }

    @Test
    void numbersTheSeventeenthCpuByItsCluster() throws BootException {
        Fdt tree = LibxlTree.build(layout(256 << 20, 18, Gic.V3, "4.23", true));
        assertArrayEquals(new int[] {0xf}, cells(tree, "/cpus/cpu@f", "reg"));
        assertArrayEquals(new int[] {0x100}, cells(tree, "/cpus/cpu@100", "reg"));
        assertArrayEquals(new int[] {0x101}, cells(tree, "/cpus/cpu@101", "reg"));
    }

    @Test
    void refusesMoreCpusThanGicV2CanAddress() {
        assertThrows(IllegalArgumentException.class, () -> layout(256 << 20, 9, Gic.V2, "4.23", true));
    }

    @Test
    void p69FourGibibytesOfRamAreTwoBanksAndTwoNodesOrOne() throws BootException {
        ArmGuestLayout layout = layout(4L << 30, 1, Gic.V3, "4.23", true);
        Fdt libxl = LibxlTree.build(layout);
        assertArrayEquals(new int[] {0, 0x40000000, 0, 0xc0000000}, cells(libxl, "/memory@40000000", "reg"));
        assertArrayEquals(new int[] {2, 0, 0, 0x40000000}, cells(libxl, "/memory@200000000", "reg"));
        Fdt dom0less = Dom0lessTree.build(layout, "arm,cortex-a57", Dom0lessTree.Release.V4_23);
        assertArrayEquals(
                new int[] {0, 0x40000000, 0, 0xc0000000, 2, 0, 0, 0x40000000},
                cells(dom0less, "/memory@40000000", "reg"));
        assertTrue(dom0less.node("/memory@200000000").isEmpty());
    }

    @Test
    void p70TheTreeHasThreeTimersTheGrantWindowFirstAndASecondCpu() throws BootException, FdtException {
        Fdt tree = FdtReader.read(FdtWriter.write(LibxlTree.build(layout(256 << 20, 2, Gic.V3, "4.23", true))));
        assertArrayEquals(new int[] {1, 13, 0xf08, 1, 14, 0xf08, 1, 11, 0xf08}, cells(tree, "/timer", "interrupts"));
        assertArrayEquals(
                new int[] {0, 0x38000000, 0, 0x1000000, 0, 0x50000000, 0, 0xb0000000, 2, 0, 0xfe, 0},
                cells(tree, "/hypervisor", "reg"));
        assertArrayEquals(new int[] {1}, cells(tree, "/cpus/cpu@1", "reg"));
    }

    @Test
    void extendedRegionsBeginBehindRamAndEndWhereAddressesDo() throws BootException {
        assertEquals(
                List.of(AddressRange.between(0x5_0000_0000L, 0x6_0000_0000L)),
                ArmGuestMap.extendedRegions(ArmGuestMap.banks((3L << 30) + (12L << 30)), 0x6_0000_0000L));
        assertEquals(
                List.of(AddressRange.between(0x200000000L, 1L << 40)),
                ArmGuestMap.extendedRegions(ArmGuestMap.banks((3L << 30) - (63 << 20)), 1L << 40));
        assertThrows(BootException.class, () -> ArmGuestMap.banks(0));
        assertThrows(BootException.class, () -> ArmGuestMap.banks((1019L << 30) + 4096));
        assertEquals(2, ArmGuestMap.banks(1019L << 30).size());
    }

    private static int[] cells(Fdt tree, String path, String property) {
        return tree.node(path).orElseThrow().property(property).orElseThrow().cells();
    }

    private static List<String> strings(Fdt tree, String path, String property) {
        return tree.node(path).orElseThrow().property(property).orElseThrow().strings();
    }
}
