// SPDX-License-Identifier: Apache-2.0
/** A small made-up guest architecture, its memory, and random blocks of it. */
@NullMarked
package org.xenolith.engine.support;

import org.jspecify.annotations.NullMarked;
