// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

/** How a run ended. */
public enum Outcome {
    /** At a breakpoint instruction: the sequence ran to its end. */
    END,
    /** The instruction at PC is UNDEFINED. */
    ILLEGAL,
    /** The instruction at PC accessed an address where nothing is mapped. */
    FAULT,
    /** The instruction at PC requires an alignment that its address does not have. */
    ALIGNMENT
}
