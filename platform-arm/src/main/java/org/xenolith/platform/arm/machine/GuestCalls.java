// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import org.xenolith.platform.arm.cpu.ArmCpu;

/** Who answers HVC and SMC. */
interface GuestCalls {
    /**
     * Answers HVC.
     *
     * @return false if the immediate means nothing here
     */
    boolean hvc(ArmCpu cpu, int immediate);

    /** Answers SMC; see {@link #hvc}. */
    boolean smc(ArmCpu cpu, int immediate);
}
