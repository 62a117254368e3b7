// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a cluster's translated code.
 *
 * @param compiler makes JVM code of blocks that are entered often; null: all are interpreted
 * @param atOnce whether blocks are compiled before they are entered for the first time, by the thread that executes them,
 *     which is slow and leaves next to nothing to the interpreter
 * @param hot knows which blocks will be hot, and learns; null: nobody does
 * @param blocks most blocks that are kept, at least 1; {@link #regions} follows from it
 */
public record CodePolicy(@Nullable RegionCompiler compiler, boolean atOnce, @Nullable HotCode hot, int blocks) {
    /** Blocks that are kept by default: a Linux that boots to a shell has some 40,000. */
    public static final int BLOCKS = 1 << 17;

    /**
     * Blocks for each region that is kept, where not all blocks are compiled. A region takes some 15 KiB outside of the heap:
     * under a Linux that ran programs for long the JVM had 12,847 classes and 136 MiB there, before it 6,219 and 37 MiB.
     */
    private static final int BLOCKS_TO_A_REGION = 32;

    private static final int LEAST_REGIONS = 16;

    /** Checks the bound. */
    public CodePolicy {
        if (blocks < 1) {
            throw new IllegalArgumentException("blocks " + blocks + ", allowed: at least 1");
        }
    }

    /** Returns the policy that all code is interpreted. */
    public static CodePolicy interpreting() {
        return new CodePolicy(null, false, null, BLOCKS);
    }

    /** Returns the policy that hot code is compiled. */
    public static CodePolicy compiling(RegionCompiler compiler) {
        return new CodePolicy(compiler, false, null, BLOCKS);
    }

    /** Returns the policy that all code is compiled before it is executed. */
    public static CodePolicy compilingAtOnce(RegionCompiler compiler) {
        return new CodePolicy(compiler, true, null, BLOCKS);
    }

    /** Returns a policy with a memory of hot code. */
    public CodePolicy with(HotCode memory) {
        return new CodePolicy(compiler, atOnce, memory, blocks);
    }

    /** Returns how many regions are kept at most, but for those that are being made. */
    public int regions() {
        return atOnce ? blocks : Math.max(blocks / BLOCKS_TO_A_REGION, LEAST_REGIONS);
    }

    /** Returns a policy with a bound. */
    public CodePolicy keeping(int most) {
        return new CodePolicy(compiler, atOnce, hot, most);
    }
}
