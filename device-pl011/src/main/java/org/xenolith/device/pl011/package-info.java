// SPDX-License-Identifier: Apache-2.0
/** The PL011 UART as SBSA narrows it and Xen emulates it, and as the whole PrimeCell. */
@NullMarked
package org.xenolith.device.pl011;

import org.jspecify.annotations.NullMarked;
