// SPDX-License-Identifier: Apache-2.0
/**
 * Arm's generic interrupt controller, versions 2 and 3, as a virtual machine sees it: distributor, redistributors and CPU
 * interfaces.
 *
 * <p>One core holds the state of every interrupt; the frames a guest accesses are register tables over it; a profile names
 * how the behaviour differs from the architecture [IHI0048, IHI0069].
 *
 * <p>What a hostile guest can do here: every access is decoded by a table and either has a defined effect or is refused;
 * loops are bounded by the number of interrupts of the controller; nothing allocates.
 */
@NullMarked
package org.xenolith.platform.arm.gic;

import org.jspecify.annotations.NullMarked;
