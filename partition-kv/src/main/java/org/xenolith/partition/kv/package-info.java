// SPDX-License-Identifier: Apache-2.0
/** A secure partition that keeps values under keys, for each virtual machine its own. */
@NullMarked
package org.xenolith.partition.kv;

import org.jspecify.annotations.NullMarked;
