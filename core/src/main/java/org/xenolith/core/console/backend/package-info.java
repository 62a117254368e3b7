// SPDX-License-Identifier: Apache-2.0
/** What consoles can be connected with: files, sockets, the host's own streams, memory. */
@NullMarked
package org.xenolith.core.console.backend;

import org.jspecify.annotations.NullMarked;
