// SPDX-License-Identifier: Apache-2.0
/** The command line: starts the embedded framework with a composition. */
@NullMarked
package org.xenolith.launcher;

import org.jspecify.annotations.NullMarked;
