// SPDX-License-Identifier: Apache-2.0
/**
 * Firmware calls of an Arm guest: the SMC calling convention's dispatcher [DEN0028] and the power state coordination
 * interface [DEN0022].
 *
 * <p>What a hostile guest can do here: every function id has an answer, arguments are numbers and never addresses that
 * are followed here, and the loops are over the domain's vCPUs.
 */
@NullMarked
package org.xenolith.platform.arm.psci;

import org.jspecify.annotations.NullMarked;
