// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

/** What one vCPU has executed in compiled code. Written by its thread, once for each chain of regions; read by any. */
final class Tally {
    /** Guest instructions. */
    long instructions;
    /** Times that one region led to the next. */
    long chained;
    /** Chains. */
    long chains;

    void add(long executed, int links) {
        instructions += executed;
        chained += links;
        chains++;
    }
}
