// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.cpu;

/** What a virtual CPU is doing. */
public enum RunState {
    /** Powered off: it runs when another vCPU or the host turns it on. */
    OFF,
    /** Ready to execute instructions. */
    RUNNING,
    /** Waiting for an interrupt (WFI, HLT). */
    IDLE
}
