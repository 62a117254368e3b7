// SPDX-License-Identifier: Apache-2.0
/** What calls of FF-A cost: the mediator by itself, and in running guests. */
@NullMarked
package org.xenolith.bench.ffa;

import org.jspecify.annotations.NullMarked;
