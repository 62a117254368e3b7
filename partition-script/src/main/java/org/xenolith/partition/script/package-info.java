// SPDX-License-Identifier: Apache-2.0
/** A secure partition that does what its configuration says, for tests of those that call one. */
@NullMarked
package org.xenolith.partition.script;

import org.jspecify.annotations.NullMarked;
