// SPDX-License-Identifier: Apache-2.0
/** The AArch64 vCPU: registers, exceptions, address translation, system registers. */
@NullMarked
package org.xenolith.platform.arm.cpu;

import org.jspecify.annotations.NullMarked;
