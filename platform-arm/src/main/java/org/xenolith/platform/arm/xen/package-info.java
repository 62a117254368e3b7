// SPDX-License-Identifier: Apache-2.0
/**
 * The hypercalls that an unprivileged Arm guest issues, and the pages it shares with its hypervisor. Xen 4.23 behaviour,
 * structures as in Xen's public headers for arm64.
 *
 * <p>What a hostile guest can do here: structures are copied once, then checked; a count beyond what is named beside its
 * operation is refused, so no call runs longer than some milliseconds; pages it asks for come out of its own allowance;
 * an address that is not mapped is -14 (EFAULT).
 */
@NullMarked
package org.xenolith.platform.arm.xen;

import org.jspecify.annotations.NullMarked;
