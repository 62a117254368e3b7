// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

import java.lang.invoke.MethodHandles;
import org.xenolith.engine.exec.Helpers;

/** The helpers of translated A64 code, from the classes that hold them. */
public final class ArmHelpers {
    private ArmHelpers() {}

    /**
     * Collects all helpers.
     *
     * @param lookup of the front end; the instruction classes are public for it
     */
    public static Helpers create(MethodHandles.Lookup lookup) {
        Helpers helpers = new Helpers(MethodHandles.lookup());
        return helpers.addAll(Exceptions.class)
                .addAll(SystemRegisters.class)
                .addAll(Maintenance.class)
                .addAll(VectorMemory.class)
                .addAll(Exclusives.class);
    }
}
