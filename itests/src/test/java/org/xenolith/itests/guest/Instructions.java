// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.Domain;

/**
 * Executes instructions of a test on the first vCPU of a domain that does not run by itself. One thread.
 *
 * @param domain whose memory holds the instructions; it has not run yet
 * @param code guest-physical address of the instructions
 * @param vectors guest-physical address of a vector table, every entry of which is a branch to itself
 */
public record Instructions(Domain domain, long code, long vectors) {
    /** An instruction at which the guest stays: {@code b .}. */
    public static final int BRANCH_TO_SELF = 0x1400_0000;

    private static final int TABLE_BYTES = 0x800;
    private static final int ENTRY_BYTES = 0x80;
    private static final int STEPS = 8;

    /** Resets the vCPU, and gives it the vector table. */
    public Instructions {
        for (long entry = vectors; entry < vectors + TABLE_BYTES; entry += ENTRY_BYTES) {
            domain.memory().write(entry, 4, BRANCH_TO_SELF);
        }
        Vcpu vcpu = domain.vcpus().getFirst();
        vcpu.run(1);
        vcpu.setRegister("vbar_el1", vectors);
    }

    /** Returns the vCPU that executes. */
    public Vcpu vcpu() {
        return domain.vcpus().getFirst();
    }

    /** Executes these until the guest branches to itself, behind them or in a vector, or its domain ends. */
    public void execute(int... words) {
        long address = code;
        for (int word : words) {
            domain.memory().write(address, 4, word);
            address += 4;
        }
        domain.memory().write(address, 4, BRANCH_TO_SELF);
        vcpu().setRegister("pc", code);
        for (int i = 0; i < 4 && domain.shutdownReason().isEmpty(); i++) {
            vcpu().run(STEPS);
        }
    }
}
