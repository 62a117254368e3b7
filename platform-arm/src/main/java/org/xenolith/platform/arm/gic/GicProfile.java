// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A named set of differences from the architecture.
 *
 * @param name as configurations write it
 * @param traits the differences; empty is the architecture
 */
public record GicProfile(String name, Set<GicTrait> traits) {
    /** The architecture: levels are levels, edges are latched [IHI0048, IHI0069], seen from the Non-secure state. */
    public static final GicProfile ARCHITECTURAL = new GicProfile("architectural", Set.of());

    /** Xen's classic virtual controller, Xen 4.23 behaviour. */
    public static final GicProfile XEN = new GicProfile("xen", EnumSet.allOf(GicTrait.class));

    /** Copies the set. */
    public GicProfile {
        EnumSet<GicTrait> copy = EnumSet.noneOf(GicTrait.class);
        copy.addAll(traits);
        traits = Collections.unmodifiableSet(copy);
    }

    /**
     * Finds a profile by name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static GicProfile named(String name) {
        return switch (name) {
            case "architectural" -> ARCHITECTURAL;
            case "xen" -> XEN;
            default -> throw new IllegalArgumentException("GIC profile " + name + ", allowed: architectural, xen");
        };
    }

    /** Tells whether the profile has a trait. */
    public boolean has(GicTrait trait) {
        return traits.contains(trait);
    }
}
