// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

/** An operation too large or too rare for the intermediate representation. */
@FunctionalInterface
public interface Helper {
    /**
     * Runs it.
     *
     * @param cpu the calling vCPU
     * @param imm a constant of the call site
     * @param a first operand
     * @param b second operand
     * @return the result
     */
    long call(Cpu cpu, int imm, long a, long b);
}
