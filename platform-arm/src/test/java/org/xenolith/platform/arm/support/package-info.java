// SPDX-License-Identifier: Apache-2.0
/** A bare vCPU with flat memory, for tests that need no machine. */
@NullMarked
package org.xenolith.platform.arm.support;

import org.jspecify.annotations.NullMarked;
