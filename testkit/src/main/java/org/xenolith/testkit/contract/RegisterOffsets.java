// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.contract;

/** Where a device's registers are. */
@FunctionalInterface
public interface RegisterOffsets {
    /** Returns bytes from the window's base; none if all offsets are alike. */
    int[] offsets();

    /** Knows of none. */
    final class Unknown implements RegisterOffsets {
        @Override
        public int[] offsets() {
            return new int[0];
        }
    }
}
