// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/**
 * What the JVM holds after a collection.
 *
 * @param classes loaded and not unloaded
 * @param heap bytes in use
 * @param other bytes in use outside the heap: metadata of classes, code of the JVM's compilers
 */
record Footprint(int classes, long heap, long other) {
    private static final long MIB = 1 << 20;

    /** Collects, and looks. */
    static Footprint now() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        // what a first collection finds unreachable may have kept classes alive until a second one
        memory.gc();
        memory.gc();
        return new Footprint(
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                memory.getHeapMemoryUsage().getUsed(),
                memory.getNonHeapMemoryUsage().getUsed());
    }

    /**
     * Fails if more is held than before, beyond a tolerance.
     *
     * @param classesMore number of classes
     * @param mibMore MiB, for the heap and for what is outside it, each
     */
    void assertBounded(Footprint before, int classesMore, long mibMore) {
        String both = "before: " + before + ", after: " + this;
        assertTrue(classes <= before.classes + classesMore, () -> "classes grow; " + both);
        assertTrue(heap <= before.heap + mibMore * MIB, () -> "the heap grows; " + both);
        assertTrue(other <= before.other + mibMore * MIB, () -> "memory outside the heap grows; " + both);
    }

    @Override
    public String toString() {
        return classes + " classes, heap " + heap / MIB + " MiB, outside " + other / MIB + " MiB";
    }
}
