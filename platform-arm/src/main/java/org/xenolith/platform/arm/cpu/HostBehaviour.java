// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

/**
 * What a host does to a guest's instructions in its own way.
 *
 * @param plainAborts aborts that it injects look as Xen's: no syndrome, always the EL1h vector
 * @param hidesDebug debug and performance registers read as zero, as under Xen
 * @param decodesInstructions accesses to devices are completed even where the syndrome does not describe them, by a look
 *     at the instruction (post-indexed loads and stores), and cache maintenance of a device is ignored, as by Xen from
 *     4.17 on; otherwise both abort
 * @param extendsToX what a device gives to a sign-extending load is extended to 64 bits even where the target has 32, as
 *     by Xen, which does not look at the syndrome's SF bit
 */
public record HostBehaviour(boolean plainAborts, boolean hidesDebug, boolean decodesInstructions, boolean extendsToX) {
    /** As the architecture has it, with a host that decodes instructions. */
    public static final HostBehaviour ARCHITECTURAL = new HostBehaviour(false, false, true, false);
}
