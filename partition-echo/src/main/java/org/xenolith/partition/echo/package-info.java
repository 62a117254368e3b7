// SPDX-License-Identifier: Apache-2.0
/** A secure partition that gives back what it gets. */
@NullMarked
package org.xenolith.partition.echo;

import org.jspecify.annotations.NullMarked;
