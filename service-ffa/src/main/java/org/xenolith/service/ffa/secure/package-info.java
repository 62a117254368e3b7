// SPDX-License-Identifier: Apache-2.0
/** The secure world: what the mediator calls, and an emulated secure partition manager (SPMC). */
@NullMarked
package org.xenolith.service.ffa.secure;

import org.jspecify.annotations.NullMarked;
