// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fdt;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A node of a device tree.
 *
 * @param name with its unit address; empty for the root
 * @param properties in order, names unique
 * @param children in order, names unique
 */
public record FdtNode(String name, List<FdtProperty> properties, List<FdtNode> children) {
    public FdtNode {
        checkName(name);
        properties = List.copyOf(properties);
        children = List.copyOf(children);
        Set<String> names = new HashSet<>();
        for (FdtProperty property : properties) {
            requireNew(names, property.name(), "property");
        }
        names.clear();
        for (FdtNode child : children) {
            requireNew(names, child.name(), "node");
        }
    }

    private static void requireNew(Set<String> names, String name, String kind) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("a second " + kind + " '" + name + "' in one node; allowed: one");
        }
    }

    static String checkName(String name) {
        if (name.chars().anyMatch(c -> c == 0 || c > 0xff)) {
            throw new IllegalArgumentException("the name '" + name + "'; allowed: ISO 8859-1 without zero bytes");
        }
        return name;
    }

    public Optional<FdtProperty> property(String propertyName) {
        return properties.stream().filter(p -> p.name().equals(propertyName)).findFirst();
    }

    public Optional<FdtNode> child(String childName) {
        return children.stream().filter(c -> c.name().equals(childName)).findFirst();
    }
}
