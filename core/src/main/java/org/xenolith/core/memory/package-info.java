// SPDX-License-Identifier: Apache-2.0
/** Guest memory: address space reserved from the host, a frame table, and accesses by absolute host address. */
@NullMarked
package org.xenolith.core.memory;

import org.jspecify.annotations.NullMarked;
