// SPDX-License-Identifier: Apache-2.0
/** What the engine makes of guest code. */
@NullMarked
package org.xenolith.bench.engine;

import org.jspecify.annotations.NullMarked;
