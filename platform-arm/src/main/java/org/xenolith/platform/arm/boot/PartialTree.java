// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenolith.platform.arm.fdt.Fdt;
import org.xenolith.platform.arm.fdt.FdtException;
import org.xenolith.platform.arm.fdt.FdtNode;
import org.xenolith.platform.arm.fdt.FdtReader;

/**
 * What a guest's own device tree adds to the one that the host builds: the node {@code /passthrough} and, where there is
 * one, {@code /aliases}; the rest of the file is not looked at [xl.cfg(5), {@code device_tree}].
 *
 * @param nodes to go into the root, in order
 */
public record PartialTree(List<FdtNode> nodes) {
    /** Adds nothing. */
    public static final PartialTree NONE = new PartialTree(List.of());

    private static final String PASSTHROUGH = "passthrough";
    private static final String ALIASES = "aliases";

    public PartialTree {
        nodes = List.copyOf(nodes);
    }

    /**
     * Takes the nodes from a flattened tree.
     *
     * @throws BootException if it is not well formed, or has no node {@code /passthrough}
     */
    public static PartialTree read(byte[] file) throws BootException {
        try {
            FdtNode root = FdtReader.read(file).root();
            List<FdtNode> nodes = new ArrayList<>();
            Optional<FdtNode> passthrough = root.child(PASSTHROUGH);
            if (passthrough.isEmpty()) {
                throw new BootException("no node /passthrough; allowed: a tree with one");
            }
            nodes.add(passthrough.get());
            root.child(ALIASES).ifPresent(nodes::add);
            return new PartialTree(nodes);
        } catch (FdtException e) {
            throw new BootException("a damaged tree: " + e.getMessage());
        }
    }

    /** Returns a tree that has the nodes behind its own. */
    public Fdt addedTo(Fdt tree) {
        if (nodes.isEmpty()) {
            return tree;
        }
        FdtNode root = tree.root();
        List<FdtNode> children = new ArrayList<>(root.children());
        children.addAll(nodes);
        return new Fdt(tree.reservations(), tree.bootCpu(), new FdtNode(root.name(), root.properties(), children));
    }
}
