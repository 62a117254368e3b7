// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

/** Where a controller's interrupt request outputs end: the vCPUs. */
@FunctionalInterface
public interface IrqOutput {
    /** Outputs that lead nowhere. */
    IrqOutput UNCONNECTED = (vcpu, asserted) -> {};

    /**
     * Tells that a vCPU's IRQ output has changed. Called on the thread that caused the change, without any lock of the
     * controller, never twice at once for one vCPU, and the last call tells the final level. A level that went and
     * came back while a call was under way is told again. It does not look at PSTATE.I.
     *
     * @param vcpu number of the vCPU, from 0
     * @param asserted whether an interrupt can be acknowledged now
     */
    void irq(int vcpu, boolean asserted);
}
