// SPDX-License-Identifier: Apache-2.0
/** The AArch64 platform: what a guest of Xen on Arm sees, from reset to shutdown. */
@NullMarked
package org.xenolith.platform.arm;

import org.jspecify.annotations.NullMarked;
