// SPDX-License-Identifier: Apache-2.0
/**
 * The Arm generic timer of a virtual machine: the counters, and each vCPU's EL1 virtual and physical timers [DDI0487 D11].
 *
 * <p>What a hostile guest can do here: set alarms, one for each of its timers. No value makes an operation take longer.
 */
@NullMarked
package org.xenolith.platform.arm.timer;

import org.jspecify.annotations.NullMarked;
