// SPDX-License-Identifier: Apache-2.0
/** The MMIO bus: one immutable region table behind one reference, and ports that remember their last hit. */
@NullMarked
package org.xenolith.core.bus;

import org.jspecify.annotations.NullMarked;
