// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import org.jspecify.annotations.Nullable;

/** Makes JVM code of regions. Used by one thread at a time. */
@FunctionalInterface
public interface RegionCompiler {
    /**
     * Compiles a region.
     *
     * @return its code, or null if it is too large for the JVM's own compiler
     */
    @Nullable
    CompiledCode compile(FrontEnd frontEnd, Region region);
}
