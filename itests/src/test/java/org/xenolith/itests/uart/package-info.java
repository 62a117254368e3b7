// SPDX-License-Identifier: Apache-2.0
/** The UART as instructions and vCPUs of a whole machine see it. */
@NullMarked
package org.xenolith.itests.uart;

import org.jspecify.annotations.NullMarked;
