// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

/** Writes guest instructions as text, for tools. */
@FunctionalInterface
public interface Disassembly {
    /**
     * Returns the text of one instruction.
     *
     * @param pc its guest-virtual address
     * @param code its bytes
     */
    String text(long pc, byte[] code);
}
