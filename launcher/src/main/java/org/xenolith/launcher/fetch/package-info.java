// SPDX-License-Identifier: Apache-2.0
/**
 * Fetches guests' software from Debian's packages: a kernel, and a static userland that is made into small initial file
 * systems. Everything is checksummed and cached.
 */
@NullMarked
package org.xenolith.launcher.fetch;

import org.jspecify.annotations.NullMarked;
