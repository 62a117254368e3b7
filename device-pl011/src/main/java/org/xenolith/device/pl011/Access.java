// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

/** Which directions a register has. */
enum Access {
    READ_WRITE,
    READ_ONLY,
    WRITE_ONLY
}
