// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fdt;

import java.util.List;
import java.util.Optional;

/**
 * A device tree.
 *
 * @param reservations memory that the guest must not use [Devicetree Specification 5.3]
 * @param bootCpu the physical id of the boot CPU, unsigned 32-bit
 * @param root its name is empty
 */
public record Fdt(List<Reservation> reservations, int bootCpu, FdtNode root) {
    /** Deepest nesting of nodes that is written and read. */
    static final int DEEPEST = 64;

    /**
     * Reserved memory.
     *
     * @param address unsigned 64-bit
     * @param size in bytes, unsigned 64-bit, not 0 together with address 0
     */
    public record Reservation(long address, long size) {
        public Reservation {
            if (address == 0 && size == 0) {
                throw new IllegalArgumentException("an empty reservation at 0, which ends the list");
            }
        }
    }

    public Fdt {
        reservations = List.copyOf(reservations);
        if (!root.name().isEmpty()) {
            throw new IllegalArgumentException("the root named '" + root.name() + "'; allowed: no name");
        }
    }

    /** A tree without reservations, booted by CPU 0. */
    public Fdt(FdtNode root) {
        this(List.of(), 0, root);
    }

    /** The node of a path such as {@code /cpus/cpu@0}. */
    public Optional<FdtNode> node(String path) {
        Optional<FdtNode> node = Optional.of(root);
        for (String name : path.split("/", -1)) {
            node = name.isEmpty() ? node : node.flatMap(parent -> parent.child(name));
        }
        return node;
    }
}
