// SPDX-License-Identifier: Apache-2.0
/** Event channels in the 2-level ABI: ports, and the pending bits that guests see. */
@NullMarked
package org.xenolith.core.event;

import org.jspecify.annotations.NullMarked;
