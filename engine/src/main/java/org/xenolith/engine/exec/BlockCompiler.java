// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import org.jspecify.annotations.Nullable;

/** Makes JVM code of blocks that are entered often. Used by one thread at a time. */
@FunctionalInterface
public interface BlockCompiler {
    /**
     * Compiles a block.
     *
     * @return its code, or null if it has to be interpreted for good (it is too large for the JVM's own compiler)
     */
    @Nullable
    CompiledCode compile(FrontEnd frontEnd, Block block);
}
