// SPDX-License-Identifier: Apache-2.0
/** Clocks: the host's timer thread for wall time, and time counted in guest instructions. */
@NullMarked
package org.xenolith.core.time;

import org.jspecify.annotations.NullMarked;
