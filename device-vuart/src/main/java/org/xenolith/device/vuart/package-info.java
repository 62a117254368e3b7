// SPDX-License-Identifier: Apache-2.0
/** The legacy UART of the hardware domain: a data and a status register. */
@NullMarked
package org.xenolith.device.vuart;

import org.jspecify.annotations.NullMarked;
