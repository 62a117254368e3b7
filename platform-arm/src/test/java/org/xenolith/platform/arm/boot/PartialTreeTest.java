// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenolith.platform.arm.fdt.Fdt;
import org.xenolith.platform.arm.fdt.FdtBuilder;
import org.xenolith.platform.arm.fdt.FdtNode;
import org.xenolith.platform.arm.fdt.FdtWriter;

class PartialTreeTest {
    private static final Fdt HOST = new Fdt(
            FdtBuilder.root().cells("#size-cells", 2).node("chosen", node -> {}).build());

    private static byte[] file(String... nodes) {
        FdtBuilder root = FdtBuilder.root().strings("compatible", "not copied");
        for (String name : nodes) {
            root.node(name, node -> node.strings("of", name));
        }
        return FdtWriter.write(new Fdt(root.build()));
    }

    private static List<String> names(Fdt tree) {
        return tree.root().children().stream().map(FdtNode::name).toList();
    }

    @Test
    void takesPassthroughAndAliasesAndNothingElse() throws BootException {
        Fdt whole = PartialTree.read(file("cpus", "aliases", "passthrough")).addedTo(HOST);
        assertEquals(List.of("chosen", "passthrough", "aliases"), names(whole));
        assertEquals(HOST.root().properties(), whole.root().properties());
        assertEquals(
                List.of("chosen", "passthrough"),
                names(PartialTree.read(file("passthrough")).addedTo(HOST)));
    }

    @Test
    void addsNothingWithoutAFile() {
        assertSame(HOST, PartialTree.NONE.addedTo(HOST));
    }

    @Test
    void refusesWhatHasNoPassthroughOrIsNoTree() {
        assertThrows(BootException.class, () -> PartialTree.read(file("aliases")));
        byte[] cut = file("passthrough");
        for (int length = 0; length < cut.length; length++) {
            byte[] part = Arrays.copyOf(cut, length);
            assertThrows(BootException.class, () -> PartialTree.read(part), "length " + length);
        }
    }
}
