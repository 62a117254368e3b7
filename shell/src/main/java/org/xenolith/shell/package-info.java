// SPDX-License-Identifier: Apache-2.0
/** The xl-style commands of the console and of scripts. */
@NullMarked
package org.xenolith.shell;

import org.jspecify.annotations.NullMarked;
