// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.platform.arm.boot.ArmGuestMap;
import org.xenolith.platform.arm.boot.PartialTree;
import org.xenolith.platform.arm.fdt.Fdt;
import org.xenolith.platform.arm.fdt.FdtBuilder;
import org.xenolith.platform.arm.fdt.FdtNode;
import org.xenolith.platform.arm.fdt.FdtReader;
import org.xenolith.platform.arm.fdt.FdtWriter;

class BootPlanTest {
    private static final long RAM = 0x4000_0000L;
    private static final int RAM_SIZE = 64 << 20;
    private static final int RAMDISK = 12_345;

    private static byte[] kernel() {
        ByteBuffer image = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        image.putLong(0x10, 4096).putInt(0x38, 0x644d5241);
        return image.array();
    }

    private static Fdt tree(String builder, PartialTree partial) throws Exception {
        DomainConfig config = new BareContext(1, RAM, RAM_SIZE).config();
        BootPlan plan = BootPlan.of(
                config,
                ArmSettings.of(Map.of("builder", builder)),
                ArmGuestMap.banks(RAM_SIZE),
                kernel(),
                RAMDISK,
                partial);
        Fdt tree = FdtReader.read(plan.tree());
        long end = plan.placement().initrd().orElseThrow().end();
        FdtNode chosen = tree.node("/chosen").orElseThrow();
        byte[] told = chosen.property("linux,initrd-end").orElseThrow().value();
        assertEquals(
                end,
                told.length == 8
                        ? ByteBuffer.wrap(told).getLong()
                        : ByteBuffer.wrap(told).getInt());
        return tree;
    }

    @ParameterizedTest
    @ValueSource(strings = {"libxl", "dom0less"})
    void aPartialTreeComesBehindTheHostsNodesAndTheRestStays(String builder) throws Exception {
        FdtBuilder file = FdtBuilder.root()
                .node("passthrough", node -> node.strings("compatible", "simple-bus"))
                .node("aliases", node -> node.strings("serial9", "/passthrough"));
        PartialTree partial = PartialTree.read(FdtWriter.write(new Fdt(file.build())));
        Fdt without = tree(builder, PartialTree.NONE);
        Fdt with = tree(builder, partial);
        int own = without.root().children().size();
        assertEquals(own + 2, with.root().children().size());
        assertEquals(
                partial.nodes().get(0).name(), with.root().children().get(own).name());
        assertArrayEquals(
                "simple-bus\0".getBytes(StandardCharsets.ISO_8859_1),
                with.node("/passthrough")
                        .orElseThrow()
                        .property("compatible")
                        .orElseThrow()
                        .value());
        assertTrue(with.node("/aliases").isPresent());
    }

    @Test
    void aPathThatIsNoneIsRefused() {
        assertThrows(DomainException.class, () -> ArmSettings.of(Map.of("device-tree", "a\0b")));
    }
}
