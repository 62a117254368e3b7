// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine;

import org.xenolith.api.memory.GuestMemory;
import org.xenolith.engine.exec.Cluster;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.HotCode;
import org.xenolith.engine.jit.BytecodeCompiler;

/** How far the engine goes with code that is executed often. */
public enum Tier {
    /** It is optimised and interpreted. */
    INTERPRETER {
        @Override
        public Cluster cluster(FrontEnd frontEnd, GuestMemory memory, HotCode hot, int blocks) {
            return new Cluster(frontEnd, memory, null, null, blocks);
        }
    },
    /** It is compiled to JVM bytecode. */
    COMPILED {
        @Override
        public Cluster cluster(FrontEnd frontEnd, GuestMemory memory, HotCode hot, int blocks) {
            return new Cluster(frontEnd, memory, new BytecodeCompiler(), hot, blocks);
        }
    };

    /**
     * Creates what the vCPUs of a domain share, without knowledge of earlier runs.
     *
     * @param frontEnd the architecture
     * @param memory the domain's memory
     */
    public Cluster cluster(FrontEnd frontEnd, GuestMemory memory) {
        return cluster(frontEnd, memory, HotCode.empty(), Cluster.BLOCKS);
    }

    /**
     * Creates what the vCPUs of a domain share.
     *
     * @param frontEnd the architecture
     * @param memory the domain's memory
     * @param hot what earlier runs of the guest have compiled; takes what this one does
     * @param blocks most translated blocks that are kept, at least 1; {@link Cluster#BLOCKS} is enough for most guests
     */
    public abstract Cluster cluster(FrontEnd frontEnd, GuestMemory memory, HotCode hot, int blocks);
}
