// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine;

import org.xenolith.api.memory.GuestMemory;
import org.xenolith.engine.exec.Cluster;
import org.xenolith.engine.exec.CodePolicy;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.HotCode;
import org.xenolith.engine.jit.BytecodeCompiler;

/** What executes guest code. */
public enum Tier {
    /** Nothing is compiled: what is executed often is optimised, and interpreted. */
    INTERPRETER {
        @Override
        CodePolicy policy() {
            return CodePolicy.interpreting();
        }
    },
    /** Cold code is interpreted, hot code is compiled to JVM bytecode. */
    COMPILED {
        @Override
        CodePolicy policy() {
            return CodePolicy.compiling(new BytecodeCompiler());
        }
    },
    /** All code is compiled before it is executed for the first time: slow, for tests of the compiler. */
    COMPILED_AT_ONCE {
        @Override
        CodePolicy policy() {
            return CodePolicy.compilingAtOnce(new BytecodeCompiler());
        }
    };

    abstract CodePolicy policy();

    /**
     * Creates what the vCPUs of a domain share, without knowledge of earlier runs.
     *
     * @param frontEnd the architecture
     * @param memory the domain's memory
     */
    public Cluster cluster(FrontEnd frontEnd, GuestMemory memory) {
        return new Cluster(frontEnd, memory, policy());
    }

    /**
     * Creates what the vCPUs of a domain share.
     *
     * @param frontEnd the architecture
     * @param memory the domain's memory
     * @param hot what earlier runs of the guest have compiled; takes what this one does
     * @param blocks most translated blocks that are kept, at least 1; {@link CodePolicy#BLOCKS} is enough for most guests
     */
    public Cluster cluster(FrontEnd frontEnd, GuestMemory memory, HotCode hot, int blocks) {
        return new Cluster(frontEnd, memory, policy().with(hot).keeping(blocks));
    }
}
